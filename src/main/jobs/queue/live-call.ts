import type { JobId } from '../../../shared/domain/ids.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import type { ReceivedPicture } from '../../assets/assets.ts'
import type { JobUpdater } from '../generation/job-updater.ts'
import type { LiveJob } from '../live-job.ts'

/** A call that waits or runs here. What was asked and planned is on disk only, until it is begun. */
export interface LiveCall {
  readonly callId: string
  readonly runId: string | null
  readonly lane: ProviderId
  /** One for each picture, in order; some may have ended. */
  readonly jobs: readonly LiveJob[]
  /** For all its jobs. */
  readonly signal: AbortSignal
  cancel(reason?: AppError): void
  readonly updater: JobUpdater
  /** It costs nothing for certain: limits are not for it. */
  readonly isFree: boolean
  /** For this call only, never stored. */
  readonly key: string | undefined
  /** By job: what had arrived when the program before ended. */
  readonly received: ReadonlyMap<JobId, ReceivedPicture>
  /** Among those that wait in its lane. */
  position: number
  /** When it was begun here; null = it waits. */
  startedAtMs: number | null
  /** The ledger may have an open entry of it. */
  wasBegun: boolean
  /** How often there was no way to its service. */
  cutOffs: number
}

/** Its pictures are made, and on their way into the library. */
export function isArriving(job: LiveJob): boolean {
  const { phase } = job.snapshot()
  return phase === 'fetching' || phase === 'finishing'
}
