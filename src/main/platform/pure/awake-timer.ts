/** A limit that counts only the time in which the computer is awake. */
export interface AwakeTimer {
  /** Starts over, with another limit if one is given. */
  restart(limitMs?: number): void
  end(): void
}

const tickMs = 1_000
/** No computer is so busy that a tick comes so late: it slept. */
const lateMs = 5_000

/**
 * Calls `onPassed` once the limit is reached. A timer of the system is due the moment the computer wakes, before what
 * arrived meanwhile is read: what is paid for, or takes hours, would be given up for having slept.
 */
export function startAwakeTimer(limitMs: number, onPassed: () => void): AwakeTimer {
  let leftMs = limitMs
  let isRestarted = false
  let timer: NodeJS.Timeout
  function tick(): void {
    const plannedMs = Math.min(leftMs, tickMs)
    const dueMs = performance.now() + plannedMs
    timer = setTimeout(() => {
      if (!isRestarted && performance.now() < dueMs + lateMs) leftMs -= plannedMs
      isRestarted = false
      if (leftMs > 0) tick()
      else onPassed()
    }, plannedMs)
  }
  tick()
  return {
    // It may be called for every piece of a gigabyte: the tick under way goes on, and does not count.
    restart(nextMs = limitMs) {
      leftMs = nextMs
      isRestarted = true
    },
    end: () => clearTimeout(timer),
  }
}
