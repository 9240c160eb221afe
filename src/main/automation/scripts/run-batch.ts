import { AppError } from '../../../shared/errors/index.ts'
import { canceledBeforeSending } from '../../../shared/messages/en/cli-generate.ts'
import { addCosts, noCost, settledCost, sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import type { CallResult } from './call-result.ts'
import type { CallEstimate } from './estimate-tool-calls.ts'
import { reportedCost, type ReportedCost } from './reported-cost.ts'
import { isFinal, runJournaledCall, type JournaledCall, type JournaledRun } from './run-journaled-call.ts'
import type { RunJournal } from './run-journal.ts'
import type { ToolCall } from './tool-call.ts'

export interface BatchJob extends JournaledCall {
  readonly call: ToolCall
}

/** With what each would cost now, which may not be known; what is not sent again has its estimate of an earlier run. */
export function estimatedJobs(
  jobs: readonly Pick<BatchJob, 'key' | 'call'>[],
  estimates: readonly CallEstimate[],
  journal: Pick<RunJournal, 'find'>,
): BatchJob[] {
  const usdByCall = new Map(estimates.map(({ call, usd }) => [call, usd]))
  return jobs.map(({ key, call }) => {
    const estimateUsd = usdByCall.has(call) ? usdByCall.get(call) : journal.find(key)?.estimateUsd
    return { key, call, estimateUsd: estimateUsd ?? null }
  })
}

export interface BatchEnd {
  readonly job: BatchJob
  readonly result: CallResult
  /** Of all attempts at it: an earlier one may have been billed as well. */
  readonly cost: CostSum
  readonly billed: CallResult['billed']
  readonly tookMs: number
  /** It had ended in an earlier run. */
  readonly isEarlier: boolean
}

interface BatchOptions {
  readonly concurrency: number
  readonly onEnded: (end: BatchEnd) => Promise<void>
}

/**
 * Runs jobs in order, some at a time; once canceled, no more are begun, and what was sent is waited for. Returns their
 * ends in the order of the jobs. @throws storage/* if the journal or report cannot be written
 */
export async function runBatch(
  jobs: readonly BatchJob[],
  run: JournaledRun,
  { concurrency, onEnded }: BatchOptions,
): Promise<BatchEnd[]> {
  const ends: BatchEnd[] = []
  const remaining = jobs.entries()
  const failed = new AbortController()

  async function work(): Promise<void> {
    for (const [at, job] of remaining) {
      if (failed.signal.aborted) return
      const end = await endOf(job, run)
      ends[at] = end
      await onEnded(end)
    }
  }

  const workers = Array.from({ length: Math.min(concurrency, jobs.length) }, () =>
    work().catch((thrown: unknown) => {
      // Without a journal nothing more may be sent.
      failed.abort()
      throw thrown
    }),
  )
  const outcomes = await Promise.allSettled(workers)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return ends
}

async function endOf(job: BatchJob, run: JournaledRun): Promise<BatchEnd> {
  const end = await runJob(job, run)
  const attempts = run.journal.attempts(job.key).flatMap(({ result }) => result ?? [])
  const billed = (['unknown', 'yes'] as const).find((each) => attempts.some((attempt) => attempt.billed === each))
  return { ...end, job, cost: sumCosts(attempts.map(({ cost }) => cost)), billed: billed ?? 'no' }
}

async function runJob(job: BatchJob, run: JournaledRun): Promise<Pick<BatchEnd, 'result' | 'tookMs' | 'isEarlier'>> {
  const startedAtMs = performance.now()
  const entry = run.journal.find(job.key)
  const earlier = entry?.result ?? null
  if (earlier !== null && isFinal(earlier, run.retriesUnknown)) return { result: earlier, tookMs: 0, isEarlier: true }
  // What an earlier process has sent is asked for even now: nothing is sent for it.
  const mayBeSent = entry !== null && entry.result === null
  if (run.signal.aborted && !mayBeSent) return { result: notBegun(), tookMs: 0, isEarlier: false }
  const result = await runJournaledCall(job, run)
  return { result, tookMs: Math.round(performance.now() - startedAtMs), isEarlier: false }
}

function notBegun(): CallResult {
  const { code } = AppError.cancelled()
  const error = { error: canceledBeforeSending, error_code: code }
  return { state: 'canceled', images: [], cost: 0, billed: 'no', ...error }
}

export interface BatchSummary extends ReportedCost {
  readonly jobs: number
  readonly done: number
  readonly refused: number
  readonly failed: number
  readonly canceled: number
  readonly unknown: number
  readonly images: number
}

export function summarizeBatch(jobs: number, ends: readonly BatchEnd[]): BatchSummary {
  const results = ends.map(({ result }) => result)
  const count = (state: CallResult['state']) => results.filter((result) => result.state === state).length
  return {
    jobs,
    done: count('done'),
    refused: count('refused'),
    failed: count('failed'),
    canceled: count('canceled'),
    unknown: count('unknown'),
    images: results.reduce((sum, { images }) => sum + images.length, 0),
    ...reportedCost(ends.reduce((sum, { cost }) => addCosts(sum, cost), noCost)),
  }
}

/** What earlier runs have spent on these jobs, or may have. What nobody noted the end of is counted when it is waited for. */
export function spentOf(journal: Pick<RunJournal, 'attempts'>, jobs: readonly Pick<JournaledCall, 'key'>[]): CostSum {
  const attempts = jobs.flatMap(({ key }) => journal.attempts(key))
  const costs = attempts.flatMap(({ result, estimateUsd }) =>
    result === null || result.billed === 'no' ? [] : settledCost(sumCosts([estimateUsd]), sumCosts([result.cost])),
  )
  return costs.reduce((sum, cost) => addCosts(sum, cost), noCost)
}
