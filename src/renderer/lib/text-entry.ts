const notText = new Set(['range', 'checkbox', 'radio', 'button', 'submit', 'reset', 'color', 'file'])

/** Whether typing goes into this element, which then handles keys itself. */
export function isTextEntry(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !notText.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

/** Ctrl+C then copies the selected text. */
export function isTextSelected(): boolean {
  return document.getSelection()?.isCollapsed === false
}
