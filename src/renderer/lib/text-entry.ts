const notText = new Set(['range', 'checkbox', 'radio', 'button', 'submit', 'reset', 'color', 'file'])

/** Whether typing goes into this element: then keys belong to it. */
export function isTextEntry(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !notText.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

/** Selected text is what Ctrl+C means then. */
export function isTextSelected(): boolean {
  return document.getSelection()?.isCollapsed === false
}
