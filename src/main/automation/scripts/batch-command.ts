import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import { sumCosts, wholeUsd, type CostSum } from '../../../shared/util/sum-costs.ts'
import {
  defineCommand,
  type CommandContext,
  type CommandOutcome,
  type OptionValues,
  type ProgramServices,
} from '../program/command.ts'
import { readMaxCost } from '../generate/max-cost.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { failureReport, successReport } from '../report.ts'
import { openBatchReport, type BatchReport } from './batch-report.ts'
import { createCostBudget } from './cost-budget.ts'
import { estimateToolCalls, requireAffordable } from './estimate-tool-calls.ts'
import { formatCostSum, reportedCost } from './reported-cost.ts'
import {
  estimatedJobs,
  runBatch,
  spentOf,
  summarizeBatch,
  type BatchEnd,
  type BatchJob,
  type BatchSummary,
} from './run-batch.ts'
import { isFinal } from './run-journaled-call.ts'
import { openRunJournal, type RunJournal } from './run-journal.ts'
import { readCallText, readJobLines, throwProblems, type ToolCall } from './tool-call.ts'

const usualConcurrency = 2

const options = {
  out: { value: 'folder', help: messages.resultFolder },
  concurrency: { value: '1-32', help: messages.concurrency({ value: usualConcurrency }) },
  'max-cost-usd': { value: 'n', help: messages.maxCostOfAll },
  report: { value: 'file', help: messages.reportFile },
  resume: { help: messages.resume },
  restart: { help: messages.restart },
  'retry-unknown': { help: messages.retryUnknown },
  config: configOption,
} as const

export const batchCommand = defineCommand({
  name: 'batch',
  group: 'automation',
  summary: messages.batch,
  details: messages.batchDetails,
  args: { '<file>': messages.jobsFile },
  options,
  examples: [
    'batch jobs.jsonl --out images --report report.jsonl --max-cost-usd 5',
    'batch jobs.jsonl --resume --concurrency 4',
    'batch - --report report.jsonl < jobs.jsonl',
  ],
  async run(values, [file = ''], context) {
    const asked = readAsked(values, file)
    const text = await readCallText(file, context)
    const calls = readJobLines(text)
    requireJobs(calls, file)
    await requireReportName(asked, context)
    const services = await context.services(placesOf(values.config))
    const path = join(context.paths.appData, 'scripts', `batch-${await nameOf(file, text, context)}.jsonl`)
    const mode = asked.isResumed ? 'continue' : asked.isRestarted ? 'restart' : 'new'
    const journal = await openRunJournal(path, { mode })
    try {
      if (asked.isResumed && journal.isNew) throw badInput(messages.nothingToResume)
      return await runJobLines(calls, { ...asked, journal, services, context })
    } finally {
      await journal.close()
    }
  },
})

interface Asked {
  /** As given. */
  readonly file: string
  readonly folder: string | undefined
  readonly concurrency: number
  readonly maxUsd: number | null
  readonly report: string | undefined
  readonly isResumed: boolean
  readonly isRestarted: boolean
  readonly retriesUnknown: boolean
}

function readAsked(values: OptionValues<typeof options>, file: string): Asked {
  const { resume = false, restart = false, 'retry-unknown': retry = false } = values
  if (resume && restart) throw badInput(messages.resumeOrRestart)
  if (retry && !resume) throw badInput(messages.retryNeedsResume)
  const range = { name: '--concurrency', min: 1, max: 32, isWhole: true }
  return {
    file,
    folder: values.out,
    concurrency: readNumberOption(values.concurrency, range) ?? usualConcurrency,
    maxUsd: readMaxCost(values['max-cost-usd']),
    report: values.report,
    isResumed: resume,
    isRestarted: restart,
    retriesUnknown: retry,
  }
}

/** @throws request/invalid */
function requireJobs(calls: readonly ToolCall[], file: string): void {
  if (calls.length === 0) throw badInput(messages.noCalls({ name: file === '-' ? messages.standardInput : file }))
  const ids = new Set<string>()
  const problems: string[] = []
  for (const { id, where } of calls) {
    if (id !== null && ids.has(id)) problems.push(messages.jobTwice({ where, id }))
    if (id !== null) ids.add(id)
  }
  throwProblems(problems)
}

/** @throws storage/exists */
async function requireReportName(
  { report, isResumed, isRestarted }: Asked,
  { workingFolder }: CommandContext,
): Promise<void> {
  if (report === undefined || isResumed || isRestarted) return
  const found = await stat(resolve(workingFolder, report)).catch(() => null)
  if (found !== null) throw new AppError('storage/exists', messages.reportExists({ name: report }))
}

/** The journal is found by the file, whatever is changed in it: what was sent before is known. */
async function nameOf(file: string, text: string, { workingFolder }: CommandContext): Promise<string> {
  const source = file === '-' ? text : await realpath(resolve(workingFolder, file))
  return hashOf(source).slice(0, 32)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

interface Running extends Asked {
  readonly journal: RunJournal
  readonly services: ProgramServices
  readonly context: CommandContext
}

async function runJobLines(calls: readonly ToolCall[], running: Running): Promise<CommandOutcome> {
  const { journal, services, context, maxUsd, retriesUnknown, file } = running
  const keyed = withKeys(calls)
  const open = keyed.filter(({ key }) => {
    const result = journal.find(key)?.result
    return !(result && isFinal(result, retriesUnknown))
  })
  // What may be under way is waited for, not sent: it needs no new price.
  const unsent = open.filter(({ key }) => journal.find(key)?.result !== null)
  const estimates = await estimateToolCalls(
    unsent.map(({ call }) => call),
    services,
    context,
  )
  const spent = spentOf(journal, keyed)
  if (maxUsd !== null) requireAffordable(estimates, { maxUsd, spent })
  await tellEstimate(estimates, context)
  const jobs = estimatedJobs(keyed, estimates, journal)
  const report = await openBatchReport(running.report, context)
  try {
    const ends = await runReported(jobs, running, { report, spent })
    const summary = summarizeBatch(jobs.length, ends)
    await report.write({ summary })
    if (ends.every(({ result }) => result.state === 'done' || result.state === 'refused')) await journal.finish()
    return await outcomeOf(ends, summary, { file, isInterrupted: context.signal.aborted })
  } finally {
    await report.close()
  }
}

function runReported(
  jobs: readonly BatchJob[],
  { context, services, journal, folder, maxUsd, retriesUnknown, concurrency }: Running,
  { report, spent }: { readonly report: BatchReport; readonly spent: CostSum },
): Promise<BatchEnd[]> {
  const budget = createCostBudget(maxUsd, spent)
  // The maximum cost was given on the command line.
  const approve = maxUsd === null ? undefined : () => Promise.resolve(true)
  const run = { context, services, journal, budget, folder, signal: context.signal, approve }
  let ended = 0
  return runBatch(
    jobs,
    { ...run, retriesUnknown },
    {
      concurrency,
      async onEnded(end) {
        ended++
        const { result, job } = end
        const facts = { done: ended, total: jobs.length, where: job.call.id ?? job.call.where }
        const state = stateLabels[result.state]
        context.reportProgress([messages.jobEnded({ ...facts, state }), result.error ?? ''].filter(Boolean).join(': '))
        await report.write(reportLineOf(end))
      },
    },
  )
}

export const stateLabels = {
  done: messages.stateDone,
  refused: messages.stateRefused,
  failed: messages.stateFailed,
  canceled: messages.stateCanceled,
  unknown: messages.stateUnknown,
} as const

function reportLineOf({ job, result, cost, billed, tookMs, isEarlier }: BatchEnd): object {
  const { call, estimateUsd } = job
  const about = { where: call.where, id: call.id, tool: call.tool.name }
  const money = { ...reportedCost(cost), billed, cost_estimate: estimateUsd }
  return { ...about, ...result, ...money, timing_ms: tookMs, earlier: isEarlier }
}

/** The same call may be there twice: then it is made twice. */
function withKeys(calls: readonly ToolCall[]): { key: string; call: ToolCall }[] {
  const counts = new Map<string, number>()
  return calls.map((call) => {
    const hash = hashOf(JSON.stringify([call.id, call.tool.name, call.parameters]))
    const count = (counts.get(hash) ?? 0) + 1
    counts.set(hash, count)
    return { key: `${hash}#${count}`, call }
  })
}

async function tellEstimate(estimates: readonly { readonly usd: number | null }[], context: CommandContext) {
  const { jobCount } = await import('../../../shared/messages/en/cli-counts.ts')
  const { usd, unpriced } = sumCosts(estimates.map((each) => each.usd))
  const facts = { cost: formatMoney(usd), jobs: jobCount({ count: estimates.length }) }
  context.reportProgress(unpriced === 0 ? messages.estimateOfAll(facts) : messages.estimateAtLeast(facts))
}

async function outcomeOf(
  ends: readonly BatchEnd[],
  summary: BatchSummary,
  { file, isInterrupted }: { readonly file: string; readonly isInterrupted: boolean },
): Promise<CommandOutcome> {
  const { batchSummary } = await import('../../../shared/messages/en/cli-counts.ts')
  const { jobs: total, done, images, cost, unpriced } = summary
  const paths = ends.flatMap(({ result }) => result.images.map(({ path }) => path))
  const sum = { usd: cost ?? 0, unpriced }
  const lines = [...paths, batchSummary({ done, total, images, cost: formatCostSum(sum) })]
  const facts = { batch: { ...summary, results: ends.map(reportLineOf) }, cost: wholeUsd(sum) }
  if (done === total) return { lines, report: successReport(facts) }
  const error = isInterrupted
    ? new AppError('request/cancelled', messages.interrupted({ name: file }))
    : new AppError('provider/task-failed', messages.notSucceeded({ failed: total - done, total }))
  return { lines, problems: [error.message], report: failureReport(error, facts) }
}
