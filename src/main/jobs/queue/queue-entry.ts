import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { UnfinishedCall, QueueEntry } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { localLane } from '../local-edits/local-job.ts'
import type { LiveJob } from '../live-job.ts'
import type { LiveCall } from './live-call.ts'
import { isUnfinished } from './hydrate-call.ts'

/** Of the prompt: more than a row shows. */
const promptCharsMax = 300

type Facts = Pick<
  QueueEntry,
  'callId' | 'lane' | 'state' | 'endsAtMs' | 'position' | 'note' | 'isElsewhere' | 'isHeld' | 'isOutOfReach'
>

/** Shown for a call that was canceled while its server keeps working. */
export const stoppingNote = messages.canceledOnServer

export function isStopping(jobs: readonly JobSnapshot[]): boolean {
  return jobs.some(({ phase }) => phase === 'stopping')
}

/** `usualMs`: how long the model usually takes; null = unknown. The call's own report takes precedence. */
export function entryOfCall(
  live: LiveCall,
  {
    isWaiting,
    why,
    usualMs,
  }: { readonly isWaiting: boolean; readonly why: string | null; readonly usualMs: number | null },
): QueueEntry {
  const { callId, lane, position, startedAtMs, updater } = live
  const usual = startedAtMs === null || usualMs === null ? null : startedAtMs + usualMs
  const endsAtMs = isWaiting ? null : (updater.endsAtMs() ?? usual)
  const jobs = live.jobs.map((job) => job.snapshot())
  const isOutOfReach = isWaiting && live.isSent
  return entryOf(jobs, {
    callId,
    lane,
    position,
    state: isWaiting && !isOutOfReach ? 'waiting' : 'running',
    endsAtMs: endsAtMs && Math.round(endsAtMs),
    note: isWaiting ? why : isStopping(jobs) ? stoppingNote : null,
    isElsewhere: false,
    ...(live.isHeld && { isHeld: true }),
    ...(isOutOfReach && { isOutOfReach }),
  })
}

export function entryOfOther({ callId, lane, position, stage, owner, jobs }: UnfinishedCall): QueueEntry | null {
  if (!jobs.some(isUnfinished)) return null
  const whose = owner === null ? messages.resumesWithWindow : messages.inOtherAtelier
  const note = isStopping(jobs) ? stoppingNote : whose
  const state = stage === 'waiting' ? 'waiting' : 'running'
  return entryOf(jobs, { callId, lane, position, state, endsAtMs: null, note, isElsewhere: true })
}

export function entryOfLocal(job: LiveJob, why: string | null): QueueEntry {
  const snapshot = job.snapshot()
  const isWaiting = snapshot.state === 'queued'
  return entryOf([snapshot], {
    callId: snapshot.callId,
    lane: localLane,
    position: snapshot.createdAtMs,
    state: isWaiting ? 'waiting' : 'running',
    endsAtMs: null,
    note: isWaiting ? why : null,
    isElsewhere: false,
  })
}

function entryOf(jobs: readonly JobSnapshot[], facts: Facts): QueueEntry {
  const [first] = jobs as readonly [JobSnapshot, ...JobSnapshot[]]
  const open = jobs.filter(isUnfinished)
  const reported = open.map(({ progress }) => progress).filter((progress) => progress !== null)
  return {
    ...facts,
    ...(isStopping(jobs) && { isStopping: true }),
    ...(first.editPlanId && { isOfPlan: true }),
    runId: first.runId ?? null,
    jobIds: jobs.map(({ id }) => id),
    documentId: first.documentId,
    assetId: first.assetId,
    model: first.model,
    operation: first.operation,
    prompt: first.prompt?.slice(0, promptCharsMax) ?? null,
    pictures: jobs.length,
    progress: facts.state === 'running' && reported.length > 0 ? Math.min(...reported) : null,
    estimateUsd: sumOf(jobs.map(({ estimateUsd }) => estimateUsd)),
    createdAtMs: first.createdAtMs,
  }
}

function sumOf(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce<number | null>((sum, each) => (sum === null || each === null ? null : sum + each), 0)
}
