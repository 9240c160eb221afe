import type { Database } from '../database/index.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { Logger } from '../platform/logger.ts'
import { isProcessGone } from '../platform/pure/is-process-gone.ts'
import type { ChangeFeed } from './change-feed.ts'
import { interruptedJob } from './interrupted-job.ts'
import type { LiveJob } from './live-job.ts'
import type { Sleep } from './sleep.ts'

interface RecoveryNeeds {
  readonly database: Pick<Database, 'call'>
  readonly findLive: (id: JobId) => LiveJob | null
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: Pick<ChangeFeed, 'emit'>
  readonly logger: Pick<Logger, 'warn'>
  readonly sleep: Sleep
}

/** Between two checks on other processes using the same home. */
const lookEveryMs = 3_000

/**
 * Ends what a stopped program left behind. Jobs of another running process (the command line) in the same home are left
 * alone and watched until they end: if marked as failed, they would be requested, and paid for, twice.
 */
export function createJobRecovery(needs: RecoveryNeeds): { recover(): Promise<void>; dispose(): void } {
  const { database, findLive, save, feed, logger, sleep } = needs
  const closing = new AbortController()

  async function end(job: JobSnapshot): Promise<void> {
    const failedJob = interruptedJob(job)
    await save(failedJob)
    feed.emit(failedJob)
  }

  async function watch(id: JobId): Promise<void> {
    for (;;) {
      await sleep(lookEveryMs, closing.signal)
      const job = await database.call('jobs.find', { id })
      if (job === null) return
      const isUnderWay = job.state === 'queued' || job.state === 'running'
      if (isUnderWay && (await isAbandoned(job))) return end(job)
      feed.emit(job)
      if (!isUnderWay) return
    }
  }

  return {
    async recover() {
      for (const job of await database.call('jobs.unfinished', null)) {
        if (findLive(job.id) !== null) continue
        if (await isAbandoned(job)) await end(job)
        else {
          watch(job.id).catch((thrown: unknown) => {
            if (!closing.signal.aborted) logger.warn('jobs.not-watched', { id: job.id, error: thrown })
          })
        }
      }
    },
    dispose: () => closing.abort(),
  }
}

/** A job with this process's id that is unknown here belongs to an earlier process with the same id. */
async function isAbandoned({ processId, createdAtMs }: JobSnapshot): Promise<boolean> {
  if (processId === undefined || processId === null || processId === process.pid) return true
  return isProcessGone(processId, createdAtMs)
}
