import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { AppError } from '../../shared/errors/index.ts'

/** A job that is queued or running. */
export interface LiveJob {
  snapshot(): JobSnapshot
  /** Returns the new snapshot. */
  update(change: Partial<JobSnapshot>): JobSnapshot
  readonly signal: AbortSignal
  cancel(reason?: AppError): void
  /** Resolves once, with the final state of the job. */
  readonly ended: Promise<JobSnapshot>
  end(snapshot: JobSnapshot): void
}

/** Jobs that are canceled together share a `controller`. */
export function createLiveJob(initial: JobSnapshot, controller = new AbortController()): LiveJob {
  const { promise, resolve } = Promise.withResolvers<JobSnapshot>()
  let current = initial
  return {
    snapshot: () => current,
    update(change) {
      current = { ...current, ...change }
      return current
    },
    signal: controller.signal,
    cancel: (reason) => controller.abort(reason),
    ended: promise,
    end: resolve,
  }
}
