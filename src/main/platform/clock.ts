/** Source of the current time, so that tests can control it. */
export interface Clock {
  /** Milliseconds since 1970. Goes back or leaps when the system's clock is set: no measure of how long something took. */
  nowMs(): number
  /** Milliseconds since any moment, which only ever go on; absent = `nowMs` does, as in most tests. */
  steadyMs?(): number
}

export const systemClock: Clock = { nowMs: () => Date.now(), steadyMs: () => performance.now() }

/** Returns a function that says how many milliseconds have passed, also where the clock was set meanwhile. Never negative. */
export function startTimer(clock: Clock): () => number {
  const read = () => clock.steadyMs?.() ?? clock.nowMs()
  const startedMs = read()
  return () => Math.max(0, read() - startedMs)
}
