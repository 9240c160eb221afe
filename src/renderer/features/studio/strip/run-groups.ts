import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'

/** One card: a job, or all jobs of a run that failed or were refused for the same reason. */
export interface StripCard {
  /** The first of `jobs`. */
  readonly job: JobSnapshot
  readonly jobs: readonly JobSnapshot[]
}

/** The adjacent jobs of one click. */
export interface Run {
  /** Its first job's id. */
  readonly key: string
  readonly jobs: readonly JobSnapshot[]
  readonly cards: readonly StripCard[]
}

/** Local jobs have no run ID: those started from an image at the same moment belong together. */
const momentMs = 1_000

/** `jobs` oldest first. */
export function runsOf(jobs: readonly JobSnapshot[]): readonly Run[] {
  const runs: { key: string; jobs: JobSnapshot[] }[] = []
  for (const job of jobs) {
    const last = runs.at(-1)
    const previous = last?.jobs.at(-1)
    if (last !== undefined && previous !== undefined && isSameClick(previous, job)) last.jobs.push(job)
    else runs.push({ key: job.id, jobs: [job] })
  }
  return runs.map((run) => ({ ...run, cards: cardsOfRun(run.jobs) }))
}

/** `jobs` oldest first. */
export function cardsOf(jobs: readonly JobSnapshot[]): readonly StripCard[] {
  return runsOf(jobs).flatMap(({ cards }) => cards)
}

function cardsOfRun(jobs: readonly JobSnapshot[]): readonly StripCard[] {
  const cards: { job: JobSnapshot; jobs: JobSnapshot[] }[] = []
  const byMessage = new Map<string, JobSnapshot[]>()
  for (const job of jobs) {
    const message = messageOf(job)
    const alike = message === null ? undefined : byMessage.get(message)
    if (alike !== undefined) {
      alike.push(job)
      continue
    }
    const card = { job, jobs: [job] }
    cards.push(card)
    if (message !== null) byMessage.set(message, card.jobs)
  }
  return cards
}

/** There is a message instead of a result. */
export function isFailedOrRefused({ state }: JobSnapshot): boolean {
  return state === 'failed' || state === 'refused'
}

/** Jobs with the same key ended the same way; null if there is a result, or may be one. */
function messageOf(job: JobSnapshot): string | null {
  if (!isFailedOrRefused(job)) return null
  const { state, provider, isBilled, error, refusal } = job
  const message = (error?.message ?? refusal?.words)?.replaceAll(requestNumber, '')
  return JSON.stringify([state, provider, isBilled, error?.code, refusal?.what, message])
}

/** Services include a request ID in their messages, "req_4f…" or a UUID, which differs for each image. */
const requestNumber = /\b(?=\w*\d)[\w-]{16,}\b/g

function isSameClick(previous: JobSnapshot, job: JobSnapshot): boolean {
  const [previousRunId, runId] = [previous.runId ?? null, job.runId ?? null]
  if (previousRunId !== null && runId !== null) return previousRunId === runId
  if (previous.callId === job.callId) return true
  return previous.assetId === job.assetId && Math.abs(job.createdAtMs - previous.createdAtMs) <= momentMs
}

/** The results of the same run as a job. */
export function resultsBeside(job: JobSnapshot, jobs: readonly JobSnapshot[]): readonly AssetId[] {
  const run = runsOf(jobs).find((each) => each.jobs.some(({ id }) => id === job.id))
  return resultsOf(run?.jobs ?? [job])
}

export function resultsOf(jobs: readonly JobSnapshot[]): readonly AssetId[] {
  return jobs.flatMap(({ resultId }) => resultId ?? [])
}

/** The image a run started from; null if it started from a prompt alone. */
export function sourceOf({ jobs }: Run): AssetId | null {
  return jobs.find(({ assetId }) => assetId !== null)?.assetId ?? null
}
