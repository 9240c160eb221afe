/** The time, once a second, for countdowns. It runs only while somebody counts. */
export interface WindowClock {
  now(): number
  /** Returns the function that stops counting. */
  subscribe(listener: () => void): () => void
}

const tickMs = 1_000

export function createClock(): WindowClock {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  let nowMs = Date.now()

  function tick(): void {
    nowMs = Date.now()
    for (const listener of listeners) listener()
  }

  return {
    // Between ticks it stands still, so that everything on screen counts alike; without listeners nobody moves it.
    now: () => (timer === undefined ? Date.now() : nowMs),
    subscribe(listener) {
      listeners.add(listener)
      if (timer === undefined) {
        nowMs = Date.now()
        timer = setInterval(tick, tickMs)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
