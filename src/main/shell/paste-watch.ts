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

/** Presses of somebody who waits for a busy window; more are not meant. */
const pressesMax = 3

export function createPasteWatch(clock: Clock): PasteWatch {
  /** The oldest first. */
  const seenAgoMs = new Map<number | 'menu', readonly (() => number)[]>()
  const freshOf = (source: number | 'menu') => (seenAgoMs.get(source) ?? []).filter((agoMs) => agoMs() <= countsForMs)
  function note(source: number | 'menu'): void {
    seenAgoMs.set(source, [...freshOf(source), startTimer(clock)].slice(-pressesMax))
  }
  function takeFrom(source: number | 'menu'): boolean {
    const [oldest, ...rest] = freshOf(source)
    seenAgoMs.set(source, rest)
    return oldest !== undefined
  }
  return {
    noteKey(windowId, { type, key, control, meta, shift }) {
      const pressed = key.toLowerCase()
      const isPaste = ((control || meta) && pressed === 'v') || (shift && pressed === 'insert')
      if (type === 'keyDown' && isPaste) note(windowId)
    },
    noteMenu: () => note('menu'),
    // One paste may be seen as both.
    take: (windowId) => [windowId, 'menu' as const].filter(takeFrom).length > 0,
  }
}
