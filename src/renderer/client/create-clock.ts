import { createEmitter } from '../../shared/util/create-emitter.ts'
/** The time, once a second, for countdowns. It runs only while somebody counts. */
export interface WindowClock {
  now(): number
  /** Returns the function that stops counting. */
  subscribe(listener: () => void): () => void
}

const tickMs = 1_000

export function createClock(): WindowClock {
  const ticked = createEmitter()
  let timer: ReturnType<typeof setInterval> | undefined
  let nowMs = Date.now()

  function tick(): void {
    nowMs = Date.now()
    ticked.emit()
  }

  return {
    // Between ticks it stands still, so that everything on screen counts alike; without listeners nobody moves it.
    now: () => (timer === undefined ? Date.now() : nowMs),
    subscribe(listener) {
      const stop = ticked.on(listener)
      if (timer === undefined) {
        nowMs = Date.now()
        timer = setInterval(tick, tickMs)
      }
      return () => {
        stop()
        if (ticked.hasListeners()) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
