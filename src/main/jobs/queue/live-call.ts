import type { JobId } from '../../../shared/domain/ids.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import type { ReceivedImage } from '../../assets/assets.ts'
import type { JobUpdater } from '../generation/job-updater.ts'
import type { LiveJob } from '../live-job.ts'

/** A call that is waiting or running here. Its request and plan are only on disk until it starts. */
export interface LiveCall {
  readonly callId: string
  readonly runId: string | null
  readonly lane: ProviderId
  /** One per image, in order; some may have ended. */
  readonly jobs: readonly LiveJob[]
  /** Shared by all its jobs. */
  readonly signal: AbortSignal
  cancel(reason?: AppError): void
  readonly updater: JobUpdater
  /** It is certain to cost nothing, so limits do not apply. */
  readonly isFree: boolean
  /** It was asked for before the program started, and costs money: it waits until the person says so. */
  isHeld: boolean
  /** Its service has it since before this start, or may have it: only its result is asked for, which needs no permission. */
  isSent: boolean
  /** It was taken over from a process that has ended, and nobody has asked for it since: what replaces it is held, too. */
  wasLeft: boolean
  /** For this call only, never stored. */
  readonly key: string | undefined
  /** Files that had arrived when the previous program run ended, by job. */
  readonly received: ReadonlyMap<JobId, ReceivedImage>
  /** Among the calls waiting in its lane. */
  position: number
  /** When it was started here; null = it is waiting. */
  startedAtMs: number | null
  /** The ledger may have an open entry for it. */
  wasBegun: boolean
  /** How often it could not be read on disk. */
  unreadTimes: number
  /** How often its service was unreachable. */
  cutOffs: number
}

/** Its images have been made and are being added to the library. */
export function isArriving(job: LiveJob): boolean {
  const { phase } = job.snapshot()
  return phase === 'fetching' || phase === 'finishing'
}
