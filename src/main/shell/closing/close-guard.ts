import { app, BrowserWindow } from 'electron'
import { createEmitter } from '../../../shared/util/create-emitter.ts'

/** Longer than the slowest write of a stroke's tiles, but short enough that a hung page cannot keep a window open. */
const patienceMs = 2_000

/** `background`: the window closes, and the program goes on without it. */
export type CloseDecision = 'close' | 'stay' | 'background'

interface CloseGuardNeeds {
  readonly askToSave: () => void
  /** Asks the person where something is at work. Must not reject. */
  readonly decide: (window: BrowserWindow, how: { readonly isQuitting: boolean }) => Promise<CloseDecision>
}

export interface CloseGuard {
  /** Makes this window ask what becomes of work under way, and its page to save unsaved work, before it closes. */
  watch(window: BrowserWindow): void
  /** Called when the page of this window has saved everything. */
  letClose(contentsId: number): void
  /** Called when the person lets the program go on instead of quitting. Returns a function that unsubscribes. */
  onKept(listener: () => void): () => void
}

/** Prevents the loss of a stroke drawn just before the window closes, and of images that are being made. */
export function createCloseGuard({ askToSave, decide }: CloseGuardNeeds): CloseGuard {
  const deciding = new Set<number>()
  const waiting = new Map<number, () => void>()
  const kept = createEmitter()
  let isQuitting = false
  // Without a window there is none to close first.
  app.on('before-quit', () => (isQuitting = BrowserWindow.getAllWindows().length > 0))

  function end(window: BrowserWindow): void {
    if (!window.isDestroyed()) window.destroy()
    // Preventing the window from closing also canceled the quit.
    if (isQuitting) app.quit()
  }

  function save(window: BrowserWindow, contentsId: number): void {
    const timer = setTimeout(() => letClose(contentsId), patienceMs)
    waiting.set(contentsId, () => {
      clearTimeout(timer)
      end(window)
    })
    askToSave()
  }

  function watch(window: BrowserWindow): void {
    const contentsId = window.webContents.id
    window.on('close', (event) => {
      event.preventDefault()
      if (waiting.has(contentsId) || deciding.has(contentsId)) return
      deciding.add(contentsId)
      void decide(window, { isQuitting }).then((decision) => {
        deciding.delete(contentsId)
        if (decision !== 'close') {
          isQuitting = false
          kept.emit()
        }
        if (decision === 'stay' || window.isDestroyed()) return
        if (window.webContents.isCrashed() || window.webContents.isLoading()) end(window)
        else save(window, contentsId)
      })
    })
  }

  function letClose(contentsId: number): void {
    const close = waiting.get(contentsId)
    waiting.delete(contentsId)
    close?.()
  }

  return { watch, letClose, onKept: kept.on }
}
