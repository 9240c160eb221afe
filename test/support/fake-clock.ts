import type { Clock } from '../../src/main/platform/clock.ts'

export interface FakeClock extends Clock {
  steadyMs(): number
  set(nowMs: number): void
  advance(byMs: number): void
  /** The user or the network sets the clock; no time passes. */
  jump(byMs: number): void
}

/** Creates a clock that only the test advances. */
export function createFakeClock(startMs: number = Date.UTC(2026, 10, 20, 12)): FakeClock {
  let nowMs = startMs
  let jumpedMs = 0
  return {
    nowMs: () => nowMs,
    steadyMs: () => nowMs - jumpedMs,
    set: (value) => {
      nowMs = value
    },
    advance: (byMs) => {
      nowMs += byMs
    },
    jump: (byMs) => {
      nowMs += byMs
      jumpedMs += byMs
    },
  }
}
