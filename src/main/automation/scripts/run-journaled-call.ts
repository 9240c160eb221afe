import { randomUUID } from 'node:crypto'
import { resolve, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { sumCosts } from '../../../shared/util/sum-costs.ts'
import type { ApproveSpend } from '../../jobs/attempt-ledger.ts'
import type { CommandContext, ProgramServices } from '../program/command.ts'
import { copyInto } from '../generate/generation-outcome.ts'
import { toArgumentError } from '../generate/max-cost.ts'
import { createToolContext } from '../tool-context.ts'
import { runTool } from '../tools/run-tool.ts'
import { toCallResult, type CallResult, type ToolEnd } from './call-result.ts'
import type { CostBudget } from './cost-budget.ts'
import { isEnded, recordJobs, runIdsOf } from './recorded-jobs.ts'
import type { RunJournal } from './run-journal.ts'
import type { ToolCall } from './tool-call.ts'
import { originalPath } from '../../platform/original-path.ts'

export interface JournaledRun {
  readonly context: CommandContext
  readonly services: ProgramServices
  readonly journal: RunJournal
  readonly budget: CostBudget
  /** Folder for copies of the results; absent = they stay in the library only. */
  readonly folder: string | undefined
  readonly signal: AbortSignal
  readonly approve: ApproveSpend | undefined
  /** Whether calls that may have been billed are sent once more. */
  readonly retriesUnknown: boolean
}

export interface JournaledCall {
  /** The same for the same call in a later run. */
  readonly key: string
  readonly call: Pick<ToolCall, 'tool' | 'parameters'>
  readonly estimateUsd: number | null
}

/** Whether a call that ended is not made again. What cost nothing and brought nothing is; what brought images never is. */
export function isFinal({ state, billed, images }: CallResult, retriesUnknown: boolean): boolean {
  if (state === 'done' || state === 'refused' || (billed === 'yes' && images.length > 0)) return true
  return billed !== 'no' && !retriesUnknown
}

/**
 * Runs a tool call at most once: a call that an earlier process may have sent is waited for instead. Fails only if the
 * journal cannot be written. @throws storage/*
 */
export async function runJournaledCall(item: JournaledCall, run: JournaledRun): Promise<CallResult> {
  const { key, estimateUsd } = item
  const { journal, retriesUnknown } = run
  const entry = journal.find(key)
  if (entry?.result && isFinal(entry.result, retriesUnknown)) return entry.result
  if (entry !== null && entry.result === null) {
    const resumed = await resumeCall(item, entry.runId, run)
    if (resumed !== null) await journal.end(key, resumed)
    if (resumed !== null && (isFinal(resumed, retriesUnknown) || run.signal.aborted)) return resumed
  }
  const runId = randomUUID()
  await journal.start(key, { runId, estimateUsd })
  const result = await attemptCall(item, { runId, isResumed: false }, run)
  await journal.end(key, result)
  return result
}

/** Waits for what an earlier process has sent. null = it sent nothing, or nothing that cost or brought anything. */
async function resumeCall(item: JournaledCall, runId: string, run: JournaledRun): Promise<CallResult | null> {
  const earlier = await run.services.jobs.ofRuns(runIdsOf(runId))
  if (earlier.every((job) => isEnded(job) && job.state !== 'refused' && isWithoutEffect(job))) return null
  return attemptCall(item, { runId, isResumed: true }, run)
}

function isWithoutEffect({ resultId, isBilled }: JobSnapshot): boolean {
  return resultId === null && isBilled === 'no'
}

const wait = (ms: number) => sleep(ms)

interface Attempt {
  readonly runId: string
  readonly isResumed: boolean
}

async function attemptCall(
  { call, estimateUsd }: JournaledCall,
  { runId, isResumed }: Attempt,
  run: JournaledRun,
): Promise<CallResult> {
  const { context, services, budget, folder, signal, approve } = run
  let isCounted = false
  const count: typeof budget.count = (estimate) => {
    isCounted = true
    return budget.count(estimate)
  }
  const recorded = recordJobs(services.jobs, { runId, isResumed, signal, wait })
  const toolContext = createToolContext(context, {
    services: { ...services, jobs: recorded.jobs },
    outputFolder: folder,
    signal,
    approve,
    admit: isResumed ? count : budget.admit,
    onProgress: () => undefined,
  })
  try {
    const end = await endOf(() => runTool(call.tool.name, call.parameters, toolContext))
    const jobs: JobSnapshot[] = []
    // The tool may have failed before it came to wait for what was sent.
    for (const job of await services.jobs.ofRuns(runIdsOf(runId)))
      jobs.push(isEnded(job) ? job : await recorded.jobs.finished(job.id))
    const result = toCallResult(end, jobs)
    if (isResumed && !isCounted && result.billed !== 'no') {
      const { settle } = await budget.count(sumCosts([estimateUsd]))
      settle(sumCosts([result.cost]))
    }
    return await deliver(result, run)
  } finally {
    recorded.dispose()
  }
}

async function endOf(work: () => Promise<object>): Promise<ToolEnd> {
  try {
    return { output: await work().catch(toArgumentError) }
  } catch (thrown) {
    return { thrown }
  }
}

/** The images are paid for and in the library: a copy that fails is told, and changes nothing else. */
async function deliver(result: CallResult, { context, services, folder }: JournaledRun): Promise<CallResult> {
  const images: CallResult['images'] = []
  let { error, error_code: code } = result
  for (const { id, path: known } of result.images) {
    const path = known === '' ? await libraryPathOf(id, services, context) : known
    try {
      images.push({ id, path: folder === undefined ? path : await copyOnce(path, folder, context) })
    } catch (thrown) {
      images.push({ id, path })
      const failure = toErrorData(thrown)
      error ??= failure.message
      code ??= failure.code
    }
  }
  return { ...result, images, error, error_code: code }
}

async function libraryPathOf(
  id: string | null,
  { assets }: ProgramServices,
  { paths }: CommandContext,
): Promise<string> {
  const [asset] = id === null ? [] : await assets.records.load([id as AssetId])
  return asset === undefined ? '' : originalPath(paths, asset)
}

/** Tools that write files put them into the folder themselves. */
export async function copyOnce(
  path: string,
  folder: string,
  { workingFolder }: Pick<CommandContext, 'workingFolder'>,
): Promise<string> {
  const target = resolve(workingFolder, folder)
  return path.startsWith(target + sep) ? path : copyInto(target, path)
}
