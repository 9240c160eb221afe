import type { Clock } from '../../src/main/platform/clock.ts'

export interface FakeClock extends Clock {
  set(nowMs: number): void
  advance(byMs: number): void
}

/** Creates a clock that only the test advances. */
export function createFakeClock(startMs: number = Date.UTC(2026, 10, 20, 12)): FakeClock {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    set: (value) => {
      nowMs = value
    },
    advance: (byMs) => {
      nowMs += byMs
    },
  }
}
