/** Two limits on one request: for the whole, and for the time without a byte once the response has begun. */
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
  let silence: NodeJS.Timeout | null = null
  const stop = (limitMs: number) => {
    passedMs ??= limitMs
    controller.abort()
  }
  const pass = () => controller.abort(outer.reason)
  const total = setTimeout(stop, totalMs, totalMs)
  if (outer.aborted) pass()
  else outer.addEventListener('abort', pass, { once: true })
  return {
    signal: controller.signal,
    touch() {
      if (controller.signal.aborted) return
      if (silence === null) silence = setTimeout(stop, silenceMs, silenceMs)
      else silence.refresh()
    },
    passedMs: () => (outer.aborted ? null : passedMs),
    end() {
      clearTimeout(total)
      if (silence !== null) clearTimeout(silence)
      outer.removeEventListener('abort', pass)
    },
  }
}
