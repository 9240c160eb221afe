/** What decides where text wraps. */
const copied = [
  'box-sizing',
  'width',
  'padding',
  'border-width',
  'border-style',
  'font',
  'letter-spacing',
  'word-spacing',
  'line-height',
  'text-indent',
  'tab-size',
] as const

/** Where a character of a text area is on the screen. The browser tells only for text in the page: a copy is measured. */
export function caretRect(field: HTMLTextAreaElement, at: number): DOMRect {
  const copy = document.createElement('div')
  const style = getComputedStyle(field)
  for (const name of copied) copy.style.setProperty(name, style.getPropertyValue(name))
  Object.assign(copy.style, {
    position: 'fixed',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
  })
  const box = field.getBoundingClientRect()
  Object.assign(copy.style, { left: `${box.left}px`, top: `${box.top - field.scrollTop}px` })
  const mark = document.createElement('span')
  // With the rest of the word, which wraps with it.
  mark.textContent = field.value.slice(at).split(/\s/, 1)[0] || '.'
  copy.append(field.value.slice(0, at), mark)
  document.body.append(copy)
  const rect = mark.getClientRects()[0] ?? mark.getBoundingClientRect()
  copy.remove()
  return rect
}
