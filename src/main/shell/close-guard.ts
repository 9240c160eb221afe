import { app, type BrowserWindow } from 'electron'

/** Longer than the slowest write of a stroke's tiles, short enough that a hung page cannot keep a window open. */
const patienceMs = 2_000

export interface CloseGuard {
  /** From now on closing this window first asks its page to write what is not on disk yet. */
  watch(window: BrowserWindow): void
  /** The page of this window has written everything. */
  letClose(contentsId: number): void
}

/** A stroke drawn just before the window is closed must not be lost with it. */
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
        // Holding the window back has called off the quit it was part of.
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
