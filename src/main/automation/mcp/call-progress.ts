/** Tells a client how far its call is. */
export interface CallProgress {
  /** @param fraction 0 to 1; null = unknown */
  report(fraction: number | null, message: string): void
  end(): void
}

interface Progress {
  readonly progress: number
  readonly total: 1
  readonly message?: string
}

/** Clients give up on a call that says nothing for a minute; a single image may take longer. */
const beatEveryMs = 10_000
const leastStep = 1e-6

/** What is sent rises, as the protocol asks for: a job that starts again keeps what it had. Repeated while nothing happens. */
export function createCallProgress(send: (progress: Progress) => void): CallProgress {
  let progress = 0
  let said = ''
  function report(fraction: number | null, message: string): void {
    const next = fraction ?? progress + leastStep
    if (next <= progress) return
    progress = next
    said = message
    send({ progress, total: 1, ...(message !== '' && { message }) })
  }
  const timer = setInterval(() => report(null, said), beatEveryMs)
  timer.unref()
  return { report, end: () => clearInterval(timer) }
}
