import type { Sleep } from '../../src/main/jobs/sleep.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

export interface FakeTime {
  readonly clock: FakeClock
  readonly sleep: Sleep
  /** Lets time pass, waking everyone in the order they asked for. */
  advance(byMs: number): Promise<void>
  /** Sets the clock, as a person or the network does: nobody sleeps longer or shorter for it. */
  jump(byMs: number): void
}

/** A clock, and sleep on it: nothing wakes until the test says so. */
export function createFakeTime(): FakeTime {
  const clock = createFakeClock()
  const asleep = new Set<{ untilMs: number; readonly wake: () => void }>()

  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(AppError.cancelled())
      const sleeper = { untilMs: clock.nowMs() + ms, wake: resolve }
      asleep.add(sleeper)
      signal.addEventListener('abort', () => {
        asleep.delete(sleeper)
        reject(AppError.cancelled())
      })
    })

  async function advance(byMs: number): Promise<void> {
    const endMs = clock.nowMs() + byMs
    for (;;) {
      await settle()
      const nextMs = Math.min(...[...asleep].map(({ untilMs }) => untilMs))
      if (nextMs > endMs) break
      clock.set(Math.max(clock.nowMs(), nextMs))
      for (const sleeper of asleep) {
        if (sleeper.untilMs > nextMs) continue
        asleep.delete(sleeper)
        sleeper.wake()
      }
    }
    clock.set(endMs)
    await settle()
  }

  return {
    clock,
    sleep,
    advance,
    jump(byMs) {
      clock.advance(byMs)
      for (const sleeper of asleep) sleeper.untilMs += byMs
    },
  }
}

/** Lets everything happen that needs no time: promises, small files, the next turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
}
