import { app, type BrowserWindow } from 'electron'

/** Longer than the slowest write of a stroke's tiles, but short enough that a hung page cannot keep a window open. */
const patienceMs = 2_000

export interface CloseGuard {
  /** Makes this window ask its page to save unsaved work before it closes. */
  watch(window: BrowserWindow): void
  /** Called when the page of this window has saved everything. */
  letClose(contentsId: number): void
}

/** Prevents the loss of a stroke drawn just before the window closes. */
export function createCloseGuard(askToSave: () => void): CloseGuard {
  const waiting = new Map<number, () => void>()
  let isQuitting = false
  app.on('before-quit', () => (isQuitting = true))

  function watch(window: BrowserWindow): void {
    const contentsId = window.webContents.id
    window.on('close', (event) => {
      if (window.webContents.isCrashed() || window.webContents.isLoading()) return
      event.preventDefault()
      if (waiting.has(contentsId)) return
      const timer = setTimeout(() => letClose(contentsId), patienceMs)
      waiting.set(contentsId, () => {
        clearTimeout(timer)
        if (!window.isDestroyed()) window.destroy()
        // Preventing the window from closing also canceled the quit.
        if (isQuitting) app.quit()
      })
      askToSave()
    })
  }

  function letClose(contentsId: number): void {
    const close = waiting.get(contentsId)
    waiting.delete(contentsId)
    close?.()
  }

  return { watch, letClose }
}
