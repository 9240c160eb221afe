/**
 * Puts text on the clipboard by the old command: the asynchronous clipboard asks for a permission, and this window
 * refuses all of them.
 */
export function copyText(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  return isCopied
}
