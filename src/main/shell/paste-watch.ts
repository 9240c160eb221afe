import type { Input } from 'electron'
import type { Clock } from '../platform/clock.ts'

/**
 * Pastes that main itself has seen. A page may call for the clipboard whenever it likes; it cannot press keys or choose from
 * the menu.
 */
export interface PasteWatch {
  /** Of `before-input-event`. */
  noteKey(windowId: number, input: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'shift'>): void
  /** Paste was chosen from the native menu, in whichever window. */
  noteMenu(): void
  /** Whether there was one a moment ago; it counts once. */
  take(windowId: number): boolean
}

/** From the key to the page's call, also while the page is busy. */
const countsForMs = 5_000

export function createPasteWatch({ nowMs }: Pick<Clock, 'nowMs'>): PasteWatch {
  const seenAtMs = new Map<number | 'menu', number>()
  function isFresh(by: number | 'menu'): boolean {
    const atMs = seenAtMs.get(by)
    seenAtMs.delete(by)
    return atMs !== undefined && nowMs() - atMs <= countsForMs
  }
  return {
    noteKey(windowId, { type, key, control, meta, shift }) {
      const pressed = key.toLowerCase()
      const isPaste = ((control || meta) && pressed === 'v') || (shift && pressed === 'insert')
      if (type === 'keyDown' && isPaste) seenAtMs.set(windowId, nowMs())
    },
    noteMenu: () => void seenAtMs.set('menu', nowMs()),
    take: (windowId) => [windowId, 'menu' as const].filter(isFresh).length > 0,
  }
}
