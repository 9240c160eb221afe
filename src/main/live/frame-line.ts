/** Computes one frame at a time for whoever sends snapshots faster than that. */
export interface FrameLine<Snapshot, Frame> {
  /**
   * Computes the frame of a snapshot once the one in progress has ended. null = a newer snapshot took its place while it
   * waited, it was stopped, or the caller's signal aborted. Rejects with what `compute` throws.
   */
  draw(snapshot: Snapshot, signal: AbortSignal): Promise<Frame | null>
  /** Gives up what is in progress and what waits: both return null at once. */
  stop(): void
}

interface Ticket<Snapshot, Frame> {
  readonly snapshot: Snapshot
  readonly abort: AbortController
  readonly resolve: (frame: Frame | null) => void
  readonly reject: (thrown: unknown) => void
}

/**
 * The newest snapshot wins: at most one is computed and at most one waits. `compute` must settle after its signal has
 * aborted; until then no other is computed.
 */
export function createFrameLine<Snapshot, Frame>(
  compute: (snapshot: Snapshot, signal: AbortSignal) => Promise<Frame>,
): FrameLine<Snapshot, Frame> {
  let computing: Ticket<Snapshot, Frame> | null = null
  let waiting: Ticket<Snapshot, Frame> | null = null

  function drop(ticket: Ticket<Snapshot, Frame> | null): void {
    ticket?.abort.abort()
    ticket?.resolve(null)
  }

  async function run({ snapshot, abort, resolve, reject }: Ticket<Snapshot, Frame>): Promise<void> {
    try {
      const frame = await compute(snapshot, abort.signal)
      resolve(abort.signal.aborted ? null : frame)
    } catch (thrown) {
      if (abort.signal.aborted) resolve(null)
      else reject(thrown)
    }
    computing = null
    next()
  }

  function next(): void {
    if (computing !== null || waiting === null) return
    computing = waiting
    waiting = null
    void run(computing)
  }

  function leave(ticket: Ticket<Snapshot, Frame>): void {
    if (waiting === ticket) waiting = null
    drop(ticket)
  }

  return {
    draw(snapshot, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Frame | null>()
      const ticket = { snapshot, abort: new AbortController(), resolve, reject }
      if (signal.aborted) return Promise.resolve(null)
      const handleAbort = () => leave(ticket)
      signal.addEventListener('abort', handleAbort, { once: true })
      drop(waiting)
      waiting = ticket
      next()
      return promise.finally(() => signal.removeEventListener('abort', handleAbort))
    },
    stop() {
      drop(waiting)
      waiting = null
      drop(computing)
    },
  }
}
