import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, fromErrorData } from '../../../shared/errors/index.ts'
import type { Jobs } from '../../jobs/jobs.ts'

/** Waits for jobs to end; Ctrl+C cancels them, without waiting for a server that cannot be interrupted. */
export async function runJobs(jobs: Jobs, ids: readonly JobId[], signal: AbortSignal): Promise<JobSnapshot[]> {
  const cancel = () => {
    for (const id of ids) void jobs.cancel(id)
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  return Promise.all(ids.map((id) => finishedOrStopping(jobs, id)))
}

/** Percent between two lines. */
const stepPercent = 10

/** Reports the progress of locally generated images on standard error; returns the function that stops it. */
export function showDrawingProgress(jobs: Jobs, ids: readonly JobId[], report: (line: string) => void): () => void {
  /** Images of one call are generated together and report the same progress. */
  const reportedPercents = new Map<string, number>()
  return jobs.onChanged(({ id, callId, provider, model, progress }) => {
    if (provider !== 'local' || progress === null || !ids.includes(id)) return
    const percent = Math.floor((progress * 100) / stepPercent) * stepPercent
    if (percent <= (reportedPercents.get(callId) ?? 0)) return
    reportedPercents.set(callId, percent)
    report(`${model}: ${percent}%`)
  })
}

/** The state of a stopping job is on disk: the window, or the next command, waits for its server. */
async function finishedOrStopping(jobs: Jobs, id: JobId): Promise<JobSnapshot> {
  const { promise: stopping, resolve } = Promise.withResolvers<JobSnapshot>()
  const unsubscribe = jobs.onChanged((job) => {
    if (job.id === id && job.phase === 'stopping') resolve(job)
  })
  return Promise.race([jobs.finished(id), stopping]).finally(unsubscribe)
}

/** Runs a job that makes one image. @throws the job's error */
export async function runJob(jobs: Jobs, { id }: { readonly id: JobId }, signal: AbortSignal): Promise<MadeJob> {
  const [job] = await runJobs(jobs, [id], signal)
  const resultId = job?.resultId
  if (job !== undefined && resultId) return { ...job, resultId }
  throw job?.error ? fromErrorData(job.error) : AppError.cancelled()
}

export type MadeJob = JobSnapshot & { readonly resultId: Asset['id'] }
