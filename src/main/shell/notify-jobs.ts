import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import * as messages from '../../shared/messages/en/notices.ts'
import { formatMoney } from '../../shared/util/format-money.ts'
import { startTimer, type Clock } from '../platform/clock.ts'

export interface JobNotice extends NoticeText {
  /** Target of a click: the last result, or the last job if there is none. */
  readonly job: JobSnapshot
}

interface NotifierOptions {
  readonly clock: Clock
  /** Whether the program is in the foreground. */
  readonly isInFront: () => boolean
  readonly show: (notice: JobNotice) => void
}

/** For shorter work, the user has not switched away. */
const longMs = 20_000

interface Work {
  readonly tookMs: () => number
  open: number
  tally: WorkTally
  last: JobSnapshot
}

/** Notifies about long work that ended in the background: each run, and the whole queue when it is empty. */
export function createJobNotifier({ clock, isInFront, show }: NotifierOptions): (job: JobSnapshot) => void {
  const runOf = new Map<JobId, string>()
  const runs = new Map<string, Work>()
  /** Everything since the queue was last empty. */
  let queueWork: Work | null = null
  let runCount = 0

  function begin(job: JobSnapshot): void {
    const key = job.runId ?? job.callId
    runOf.set(job.id, key)
    queueWork ??= newWork(job, startTimer(clock))
    const run = runs.get(key) ?? newWork(job, startTimer(clock))
    if (!runs.has(key)) runCount++
    runs.set(key, run)
    run.open++
    queueWork.open++
  }

  function end(job: JobSnapshot, key: string): void {
    runOf.delete(job.id)
    const run = runs.get(key)
    if (run === undefined || queueWork === null) return
    for (const work of [run, queueWork]) {
      work.open--
      work.tally = added(work.tally, job)
      if (job.resultId !== null || work.last.resultId === null) work.last = job
    }
    if (run.open > 0) return
    runs.delete(key)
    // The last run is reported together with everything before it.
    const endedWork = queueWork.open === 0 && runCount > 1 ? queueWork : run
    if (queueWork.open === 0) {
      queueWork = null
      runCount = 0
    }
    notifyEnd(endedWork)
  }

  function notifyEnd({ tookMs, tally, last }: Work): void {
    if (tookMs() < longMs || isInFront()) return
    const text = describeWork(tally)
    if (text !== null) show({ ...text, job: last })
  }

  return (job) => {
    const key = runOf.get(job.id)
    const isOpen = job.state === 'queued' || job.state === 'running'
    if (isOpen && key === undefined) begin(job)
    if (!isOpen && key !== undefined) end(job, key)
  }
}

const nothing: WorkTally = { done: 0, refused: 0, failed: 0, cancelled: 0, costUsd: 0, isCostOpen: false }

function newWork(job: JobSnapshot, tookMs: () => number): Work {
  return { tookMs, open: 0, tally: nothing, last: job }
}

function added(tally: WorkTally, { state, costUsd, isBilled }: JobSnapshot): WorkTally {
  if (state === 'queued' || state === 'running') return tally
  return {
    ...tally,
    [state]: tally[state] + 1,
    costUsd: tally.costUsd + (costUsd ?? 0),
    isCostOpen: tally.isCostOpen || (costUsd === null && isBilled !== 'no'),
  }
}

/** The outcome of all jobs of one run, or of the whole queue. */
interface WorkTally {
  readonly done: number
  readonly refused: number
  readonly failed: number
  readonly cancelled: number
  /** Costs known so far. */
  readonly costUsd: number
  /** Something was, or may have been, billed by an unknown amount. */
  readonly isCostOpen: boolean
}

interface NoticeText {
  readonly title: string
  readonly body: string
}

/** Never includes the prompt: others may see the screen. null = nothing to report. */
export function describeWork(tally: WorkTally): NoticeText | null {
  const { done, refused, failed } = tally
  if (done + refused + failed === 0) return null
  const facts = [
    ...(refused === 0 ? [] : [messages.refusedCount({ count: refused })]),
    ...(failed === 0 ? [] : [messages.failedCount({ count: failed })]),
    formatCost(tally),
  ]
  const title = done === 0 ? messages.noImagesWereMade : messages.imagesReady({ count: done })
  return { title, body: facts.join(' · ') }
}

function formatCost({ costUsd, isCostOpen }: WorkTally): string {
  if (costUsd === 0) return isCostOpen ? messages.costPending : messages.free
  return isCostOpen ? messages.atLeast({ money: formatMoney(costUsd) }) : formatMoney(costUsd)
}
