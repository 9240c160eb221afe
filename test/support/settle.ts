import { vi } from 'vitest'

/** Longer than anything in the window waits before it begins, shorter than what repeats for good. */
const settledMs = 10_000

/**
 * Lets fake time pass until what waits has happened. Not all timers, which may never end: test files share a worker, and
 * an editor session of another one may be retrying a save.
 */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(settledMs)
}
