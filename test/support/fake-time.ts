import type { Sleep } from '../../src/main/jobs/sleep.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

export interface FakeTime {
  readonly clock: FakeClock
  readonly sleep: Sleep
  /** Advances time, waking sleepers in order. */
  advance(byMs: number): Promise<void>
  /** Changes the wall clock, as a user or NTP does; does not affect sleepers. */
  jump(byMs: number): void
}

/** A fake clock with sleep: nothing wakes until the test advances it. */
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
      clock.jump(byMs)
      for (const sleeper of asleep) sleeper.untilMs += byMs
    },
  }
}

/** Resolves once everything that takes no time has run: promises, small file operations, the next tick. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
}
