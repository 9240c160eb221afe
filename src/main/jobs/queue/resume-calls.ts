import type { Database } from '../../database/index.ts'
import type { CallOwner, UnfinishedCall } from '../../../shared/domain/queue.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { providerIdSchema } from '../../../shared/domain/provider-id.ts'
import type { Assets, ReceivedImage } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { isProcessGone } from '../../platform/pure/is-process-gone.ts'
import type { AttemptLedger } from '../attempt-ledger.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { attemptEndOf } from '../generation/attempt-end.ts'
import { dangerousJob, interruptedJob, keylessJob, timesPreparedMax } from '../interrupted-job.ts'
import type { CallQueue } from './call-queue.ts'
import { readSavedResponse } from './saved-response.ts'
import { isUnfinished } from './hydrate-call.ts'

export interface ResumeCallsNeeds {
  readonly database: Pick<Database, 'call'>
  readonly assets: Pick<Assets, 'results'>
  readonly queue: Pick<CallQueue, 'resume' | 'findCall'>
  readonly ledger: AttemptLedger | null
  readonly feed: Pick<ChangeFeed, 'emit'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

/**
 * Resumes calls that no process owns any more, each from where it was; waiting ones start with the next pump. Returns
 * those that belong to another process. `isAsked`: as of `CallQueue.resume`.
 */
export type ResumeCalls = (
  calls: readonly UnfinishedCall[],
  how: { readonly isAsked: boolean },
) => Promise<UnfinishedCall[]>

export function createResumeCalls(needs: ResumeCallsNeeds): ResumeCalls {
  const { database, assets, queue, clock, logger } = needs
  return async (calls, how) => {
    const { left, others } = await sort(calls.filter(({ callId }) => queue.findCall(callId) === null))
    const claim = left.map(({ callId, owner }) => ({ callId, from: owner }))
    const claimed = new Set(
      await database.call('queue.claim', { calls: claim, owner: { pid: process.pid, atMs: clock.nowMs() } }),
    )
    const mine = left.filter(({ callId }) => claimed.has(callId))
    const received = await reclaim(mine.filter(mayHaveArrived))
    const goingOn: UnfinishedCall[] = []
    for (const each of mine) {
      const call = await completeMark(each, received)
      const endJob = whyNot(call)
      if (endJob === null) goingOn.push(call)
      else await endCall(call, endJob, needs)
    }
    await queue.resume(goingOn, received, how)
    return others
  }

  /** Images are on disk before their call is marked as made: the program may have ended in between. */
  async function completeMark(call: UnfinishedCall, received: readonly ReceivedImage[]): Promise<UnfinishedCall> {
    const { callId, jobs, stage, hasHandle } = call
    const isMarked = stage === 'made' || hasHandle
    const image = isMarked ? undefined : received.find(({ id }) => jobs.some((job) => job.id === id))
    const response = image?.note?.response
    if (response === undefined) return call
    const open = jobs.filter(isUnfinished)
    await database.call('queue.step', { callId, pid: process.pid, stage: 'made', answer: response, jobs: open })
    return { ...call, stage: 'made', hasAnswer: true }
  }

  async function reclaim(sent: readonly UnfinishedCall[]): Promise<ReceivedImage[]> {
    if (sent.length === 0) return []
    const ids = sent.flatMap(({ jobs }) => jobs.map(({ id }) => id))
    try {
      return await assets.results.reclaim(ids)
    } catch (thrown) {
      logger.error('jobs.not-reclaimed', { error: thrown })
      return []
    }
  }
}

/**
 * Ends, of these unfinished calls, those that no process owns any more and that were not sent: as canceled, with nothing
 * billed. Those sent, or perhaps sent, stay as they are. Returns how many a running process owns.
 */
export type EndUnsent = (calls: readonly UnfinishedCall[]) => Promise<number>

export function createEndUnsent(needs: EndUnsentNeeds): EndUnsent {
  const { database, queue, clock } = needs
  const openedAtMs = clock.nowMs()
  /** A call of this process may be on disk a moment before the queue has it. */
  const isOwn = ({ callId, owner }: UnfinishedCall) =>
    queue.findCall(callId) !== null || (owner?.pid === process.pid && owner.atMs >= openedAtMs)

  return async (calls) => {
    const { left, others } = await sort(calls.filter((call) => isUnsent(call) && !isOwn(call)))
    const claim = left.map(({ callId, owner }) => ({ callId, from: owner }))
    const owner = { pid: process.pid, atMs: clock.nowMs() }
    const claimed = new Set(await database.call('queue.claim', { calls: claim, owner, isUnsent: true }))
    for (const call of left) if (claimed.has(call.callId)) await endCall(call, cancelledJob, needs)
    return others.length
  }
}

interface EndUnsentNeeds extends Pick<ResumeCallsNeeds, 'database' | 'ledger' | 'feed' | 'clock'> {
  readonly queue: Pick<CallQueue, 'findCall'>
}

function isUnsent({ stage }: UnfinishedCall): boolean {
  return stage === 'waiting' || stage === 'preparing'
}

async function sort(calls: readonly UnfinishedCall[]): Promise<Record<'left' | 'others', UnfinishedCall[]>> {
  const abandoned: UnfinishedCall[] = []
  const others: UnfinishedCall[] = []
  const decided = new Map<string, boolean>()
  for (const call of calls) {
    const key = `${call.owner?.pid} ${call.owner?.atMs}`
    const isLeft = decided.get(key) ?? (await isNobodys(call.owner))
    decided.set(key, isLeft)
    if (isLeft) abandoned.push(call)
    else others.push(call)
  }
  return { left: abandoned, others }
}

/** A call with this process's id that is unknown here belongs to an earlier process with the same id. */
async function isNobodys(owner: CallOwner | null): Promise<boolean> {
  return owner === null || owner.pid === process.pid || isProcessGone(owner.pid, owner.atMs)
}

/** Without its key it cannot continue: what arrived is then listed by the cleanup after the start. */
function mayHaveArrived({ stage, hasOwnKey }: UnfinishedCall): boolean {
  return !hasOwnKey && (stage === 'sending' || stage === 'remote' || stage === 'made')
}

/** Returns how its open jobs end; null = it continues. */
function whyNot(call: UnfinishedCall): ((job: JobSnapshot) => JobSnapshot) | null {
  const { stage, jobs, isCancelled, hasOwnKey, hasHandle, hasAnswer, timesPrepared, lane } = call
  if (!jobs.some(isUnfinished) || !providerIdSchema.safeParse(lane).success) return interruptedJob
  if (hasOwnKey) return keylessJob
  switch (stage) {
    case 'waiting':
    case 'preparing':
      if (isCancelled) return cancelledJob
      return stage === 'preparing' && timesPrepared >= timesPreparedMax ? dangerousJob : null
    case 'sending':
      return interruptedJob
    case 'remote':
      return hasHandle ? null : interruptedJob
    case 'made':
      return hasHandle || hasAnswer ? null : interruptedJob
  }
}

function cancelledJob(job: JobSnapshot): JobSnapshot {
  return { ...job, state: 'cancelled', phase: null, waitingUntilMs: null, preview: null }
}

async function endCall(
  { callId, jobs, stage }: UnfinishedCall,
  end: (job: JobSnapshot) => JobSnapshot,
  { database, ledger, feed, clock }: Pick<ResumeCallsNeeds, 'database' | 'ledger' | 'feed' | 'clock'>,
): Promise<void> {
  const ended = jobs.map((job) => (isUnfinished(job) ? end(job) : job))
  const changed = ended.filter((job, index) => job !== jobs[index])
  const attemptId = (await ledger?.findOpen(callId)) ?? null
  if (attemptId !== null) {
    const persisted = await database.call('queue.begin', { callId, pid: process.pid })
    const response = persisted?.answer ? (readSavedResponse(persisted.answer)?.done ?? null) : null
    const attemptEnd = attemptEndOf(ended, { answer: response, endedAtMs: clock.nowMs() })
    const isLost = changed.length > 0 && (stage === 'sending' || stage === 'remote')
    await ledger?.close(attemptId, isLost ? { ...attemptEnd, outcome: 'lost' } : attemptEnd)
  }
  await database.call('queue.end', { callIds: [callId], jobs: changed, nowMs: clock.nowMs() })
  for (const job of changed) feed.emit(job)
}
