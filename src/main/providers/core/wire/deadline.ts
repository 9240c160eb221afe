import { startAwakeTimer, type AwakeTimer } from '../../../platform/pure/awake-timer.ts'

/**
 * Two limits on one request: for the whole, and for the time without a byte once the response has begun. What the
 * computer sleeps counts for neither.
 */
export interface Deadline {
  /** Aborted by the caller's signal or by either limit. */
  readonly signal: AbortSignal
  /** Records activity. The first call starts the limit on silence. */
  touch(): void
  /** Returns the limit that has been reached, in ms; null = none has. */
  passedMs(): number | null
  end(): void
}

export function createDeadline(outer: AbortSignal, totalMs: number, silenceMs: number): Deadline {
  const controller = new AbortController()
  let passedMs: number | null = null
  let silence: AwakeTimer | null = null
  const stop = (limitMs: number) => {
    passedMs ??= limitMs
    controller.abort()
  }
  const pass = () => controller.abort(outer.reason)
  const total = startAwakeTimer(totalMs, () => stop(totalMs))
  if (outer.aborted) pass()
  else outer.addEventListener('abort', pass, { once: true })
  return {
    signal: controller.signal,
    touch() {
      if (controller.signal.aborted) return
      if (silence === null) silence = startAwakeTimer(silenceMs, () => stop(silenceMs))
      else silence.restart()
    },
    passedMs: () => (outer.aborted ? null : passedMs),
    end() {
      total.end()
      silence?.end()
      outer.removeEventListener('abort', pass)
    },
  }
}
