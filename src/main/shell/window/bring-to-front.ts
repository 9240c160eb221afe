import { BrowserWindow } from 'electron'

/** Shows the window; opens one if there is none. */
export function bringToFront(openWindow: () => void): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) return openWindow()
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
