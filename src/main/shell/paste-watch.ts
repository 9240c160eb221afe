import type { Input } from 'electron'
import { startTimer, type Clock } from '../platform/clock.ts'

/**
 * Records pastes that main itself has observed. A page can request the clipboard at any time, but cannot press keys or
 * use the menu.
 */
export interface PasteWatch {
  /** Called from `before-input-event`. */
  noteKey(windowId: number, input: Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'shift'>): void
  /** Called when Paste was chosen from the native menu, in any window. */
  noteMenu(): void
  /** Whether there was a paste a moment ago; each counts once. */
  take(windowId: number): boolean
}

/** Time from the key press to the page's call, which may be busy. */
const countsForMs = 5_000

export function createPasteWatch(clock: Clock): PasteWatch {
  const seenAgoMs = new Map<number | 'menu', () => number>()
  function isFresh(source: number | 'menu'): boolean {
    const agoMs = seenAgoMs.get(source)
    seenAgoMs.delete(source)
    return agoMs !== undefined && agoMs() <= countsForMs
  }
  return {
    noteKey(windowId, { type, key, control, meta, shift }) {
      const pressed = key.toLowerCase()
      const isPaste = ((control || meta) && pressed === 'v') || (shift && pressed === 'insert')
      if (type === 'keyDown' && isPaste) seenAgoMs.set(windowId, startTimer(clock))
    },
    noteMenu: () => void seenAgoMs.set('menu', startTimer(clock)),
    take: (windowId) => [windowId, 'menu' as const].filter(isFresh).length > 0,
  }
}
