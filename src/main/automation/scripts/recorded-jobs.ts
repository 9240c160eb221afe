import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { labelOfProvider } from '../../../shared/domain/provider-id.ts'
import { AppError, type ErrorData, toErrorData } from '../../../shared/errors/index.ts'
import { maybeBilled, quitWhileWorking } from '../../../shared/messages/en/jobs.ts'
import type { Jobs, RequestOptions } from '../../jobs/jobs.ts'

export interface RecordedJobs {
  /** For a tool: the same jobs, with every paid request findable by the run. */
  readonly jobs: Jobs
  /** Jobs of the run, as they are now. */
  load(): Promise<JobSnapshot[]>
  dispose(): void
}

interface RecordingOptions {
  /** At most 36 characters. Noted on disk before anything is queued. */
  readonly runId: string
  /** Whether an earlier process may have queued requests of this run: they are not made again, but waited for. */
  readonly isResumed: boolean
  readonly signal: AbortSignal
  readonly wait: (ms: number) => Promise<void>
}

const lookEveryMs = 500

/**
 * Gives every request of one tool call a run ID that is known beforehand. Should this process be killed, the next one
 * runs the tool again and gets the same jobs in the same order, so that nothing is sent twice. What was sent is not
 * canceled: it is paid for.
 */
export function recordJobs(jobs: Jobs, { runId, isResumed, signal, wait }: RecordingOptions): RecordedJobs {
  const runIds: string[] = []
  const sent = new Set<JobId>()
  const unsubscribe = jobs.onChanged((job) => {
    if (job.wasSent) sent.add(job.id)
  })

  async function generate(request: GenerationRequest, options: RequestOptions = {}): Promise<{ ids: JobId[] }> {
    const ownId = `${runId}.${runIds.length + 1}`
    runIds.push(ownId)
    const earlier = isResumed ? await jobs.ofRuns([ownId]) : []
    if (earlier.length > 0) {
      for (const { id, wasSent } of earlier) if (wasSent) sent.add(id)
      await jobs.resumeRuns([ownId])
      return { ids: earlier.map(({ id }) => id) }
    }
    if (signal.aborted) throw AppError.cancelled()
    return jobs.generate(request, { ...options, runId: ownId })
  }

  /** A job of another process has its end on disk only. */
  async function finished(id: JobId): Promise<JobSnapshot> {
    for (let isMissed = false; ;) {
      const job = await jobs.finished(id)
      if (isEnded(job)) return job
      // Also those that the tool did not come to ask for again.
      await jobs.resumeRuns(runIdsOf(runId))
      const { entries } = await jobs.queue.view()
      const isKnown = entries.some(({ jobIds }) => jobIds.includes(id))
      if (!isKnown && isMissed) return lostJob(job)
      isMissed = !isKnown
      await wait(lookEveryMs)
    }
  }

  return {
    jobs: {
      ...jobs,
      generate,
      run: (requests, options) =>
        Promise.all(
          requests.map((request) =>
            generate(request, options).catch((thrown: unknown): { error: ErrorData } => ({
              error: toErrorData(thrown),
            })),
          ),
        ),
      cancel: (id) => (sent.has(id) ? Promise.resolve() : jobs.cancel(id)),
      finished,
    },
    load: () => (runIds.length === 0 ? Promise.resolve([]) : jobs.ofRuns(runIds)),
    dispose: unsubscribe,
  }
}

/** Run IDs under which a tool call may have queued requests: none makes more. */
export function runIdsOf(runId: string): string[] {
  return Array.from({ length: 8 }, (_, at) => `${runId}.${at + 1}`)
}

export function isEnded({ state }: Pick<JobSnapshot, 'state'>): boolean {
  return state !== 'queued' && state !== 'running'
}

/** Its call is no longer in the queue, and nobody said how it ended. */
function lostJob(job: JobSnapshot): JobSnapshot {
  const message = quitWhileWorking({ provider: labelOfProvider(job.provider), money: maybeBilled })
  const isBilled = job.wasSent ? 'unknown' : 'no'
  const error = { code: 'network/interrupted', message, detail: { provider: job.provider, isBilled } } as const
  return { ...job, state: 'failed', phase: null, isBilled, error }
}
