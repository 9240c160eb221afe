import type { Database } from '../../database/index.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { UnfinishedCall } from '../../../shared/domain/persisted-call.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { Sleep } from '../sleep.ts'
import { othersMax } from './queue-service.ts'
import type { ResumeCalls } from './resume-calls.ts'

interface WatchNeeds {
  readonly database: Pick<Database, 'call'>
  readonly resume: ResumeCalls
  readonly pump: () => void
  readonly feed: Pick<ChangeFeed, 'emit'>
  readonly noteOthers: (calls: readonly UnfinishedCall[]) => void
  readonly logger: Pick<Logger, 'warn'>
  readonly sleep: Sleep
}

/** Between two checks on other processes in the same home. */
const lookEveryMs = 3_000

/**
 * Reports the progress of other processes (a command line) in the same home, and resumes their work if one of them has
 * ended unexpectedly.
 */
export function createOthersWatch(needs: WatchNeeds): { start(): void; dispose(): void } {
  const { database, resume, pump, feed, noteOthers, logger, sleep } = needs
  const closing = new AbortController()
  let seen = new Map<JobId, string>()

  async function look(): Promise<void> {
    const calls = await database.call('queue.others', { pid: process.pid, limit: othersMax })
    const others = calls.length === 0 ? [] : await resume(calls)
    if (calls.length > 0) pump()
    noteOthers(others)
    await emitChanges(others.flatMap(({ jobs }) => jobs))
  }

  async function emitChanges(jobs: readonly JobSnapshot[]): Promise<void> {
    const before = seen
    seen = new Map(jobs.map((job) => [job.id, JSON.stringify(job)]))
    for (const job of jobs) if (before.get(job.id) !== seen.get(job.id)) feed.emit(job)
    for (const id of before.keys()) {
      const ended = seen.has(id) ? null : await database.call('jobs.find', { id })
      if (ended !== null) feed.emit(ended)
    }
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      await look().catch((thrown: unknown) => logger.warn('jobs.not-watched', { error: thrown }))
      await sleep(lookEveryMs, closing.signal)
    }
  }

  return {
    start: () => void watch().catch(() => undefined),
    dispose: () => closing.abort(),
  }
}
