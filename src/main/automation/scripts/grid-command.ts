import { createHash } from 'node:crypto'
import { access, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { GridExport, GridPlan, GridView } from '../../../shared/domain/grid.ts'
import { gridIdSchema, type GridId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { fileExists } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-grid.ts'
import * as scriptMessages from '../../../shared/messages/en/cli-scripts.ts'
import { addCosts, wholeUsd } from '../../../shared/util/sum-costs.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { defineCommand, type CommandContext, type CommandOutcome, type ProgramServices } from '../program/command.ts'
import { readMaxCost, requireWithinCost, toArgumentError } from '../generate/max-cost.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import { failureReport, successReport } from '../report.ts'
import { createToolContext } from '../tool-context.ts'
import { captureRequest } from '../tools/images/capture-request.ts'
import { requireTool } from '../tools/run-tool.ts'
import { gridFormatOf, waitForGrid } from '../generate/wait-for-grid.ts'
import { createCostBudget } from './cost-budget.ts'
import { draftGrid, readGridFile, type DraftedGrid, type GridFile } from './grid-file.ts'
import { formatCostSum } from './reported-cost.ts'
import { gridCostOf, reportedGrid, type ReportedGrid } from './reported-grid.ts'
import { openRunJournal, type RunJournal } from './run-journal.ts'
import { readCallText } from './tool-call.ts'

const usualCellPx = 512

const options = {
  out: { value: 'file', help: messages.gridOut },
  'cell-px': { value: '64-2048', help: messages.cellPx({ value: usualCellPx }) },
  force: { help: messages.force },
  'max-cost-usd': { value: 'n', help: scriptMessages.maxCostOfAll },
  'estimate-only': { help: messages.estimateOnly },
  resume: { help: scriptMessages.resume },
  restart: { help: scriptMessages.restart },
  'retry-unknown': { help: messages.retryUnknown },
  config: configOption,
} as const

export const gridCommand = defineCommand({
  name: 'grid',
  group: 'automation',
  summary: messages.grid,
  details: messages.gridDetails,
  args: { '<file>': messages.gridFile },
  options,
  examples: [
    'grid kites.yaml --estimate-only',
    'grid kites.yaml --max-cost-usd 2 --out kites.pdf',
    'grid kites.yaml --resume --out kites.png',
  ],
  async run(values, [file = ''], context) {
    const { resume = false, restart = false, 'retry-unknown': retriesUnknown = false } = values
    if (resume && restart) throw badInput(scriptMessages.resumeOrRestart)
    if (retriesUnknown && !resume) throw badInput(scriptMessages.retryNeedsResume)
    const asked: Asked = {
      file,
      maxUsd: readMaxCost(values['max-cost-usd']),
      output: await readOutput(values, context),
      retriesUnknown,
    }
    const text = await readCallText(file, context)
    const described = readGridFile(text, file === '-' ? scriptMessages.standardInput : file)
    const services = await context.services(placesOf(values.config))
    const run = { ...asked, services, context }
    if (values['estimate-only'] === true) return estimate(await draftOf(described, run), run)
    const path = join(context.paths.appData, 'scripts', `grid-${await nameOf(file, text, context)}.jsonl`)
    const mode = resume ? 'continue' : restart ? 'restart' : 'new'
    const journal = await openRunJournal(path, { mode })
    try {
      const key = hashOf(text)
      if (resume && journal.find(key) === null) throw badInput(messages.nothingToResume)
      return await runGrid(described, { ...run, journal, key })
    } finally {
      await journal.close()
    }
  },
})

interface Output {
  readonly path: string
  readonly format: GridExport['format']
  readonly cellPx: number
}

interface Asked {
  /** As given. */
  readonly file: string
  readonly maxUsd: number | null
  readonly output: Output | null
  readonly retriesUnknown: boolean
}

interface Run extends Asked {
  readonly services: ProgramServices
  readonly context: CommandContext
}

/** Checked before anything is paid for. @throws request/invalid, storage/exists */
async function readOutput(
  values: {
    readonly out: string | undefined
    readonly 'cell-px': string | undefined
    readonly force?: boolean | undefined
  },
  { workingFolder }: CommandContext,
): Promise<Output | null> {
  const range = { name: '--cell-px', min: 64, max: 2_048, isWhole: true }
  const cellPx = readNumberOption(values['cell-px'], range) ?? usualCellPx
  if (values.out === undefined) return null
  const format = gridFormatOf(values.out)
  if (format === undefined) throw badInput(messages.formatUnknown({ file: values.out }))
  const path = resolve(workingFolder, values.out)
  const isTaken = await access(path).then(
    () => true,
    () => false,
  )
  if (isTaken && values.force !== true) throw new AppError('storage/exists', fileExists({ file: values.out }))
  return { path, format, cellPx }
}

/** The grid is found by the file, and goes on only while the file says the same. */
async function nameOf(file: string, text: string, { workingFolder }: CommandContext): Promise<string> {
  return hashOf(file === '-' ? text : await realpath(resolve(workingFolder, file))).slice(0, 32)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function draftOf(file: GridFile, { services, context, file: name }: Run): Promise<DraftedGrid> {
  const toolContext = createToolContext(context, {
    services,
    signal: context.signal,
    admit: createCostBudget(null).admit,
    onProgress: () => undefined,
  })
  const captured = await captureRequest(requireTool(file.tool), file.parameters, toolContext)
  return draftGrid(file, captured, name)
}

async function estimate({ draft }: DraftedGrid, { services, context, maxUsd }: Run): Promise<CommandOutcome> {
  const plan = await services.grids.plan(draft, context.signal)
  if (maxUsd !== null) requireWithinCost(maxUsd, plan)
  const grid: ReportedGrid = {
    id: null,
    name: draft.name,
    cost_estimate: wholeUsd(plan),
    cost: 0,
    unpriced: 0,
    axes: [],
    cells: [],
  }
  return { lines: describePlan(plan), report: successReport({ grid, cost_estimate: grid.cost_estimate, cost: 0 }) }
}

function describePlan({ cells, skipped, warnings, ...price }: GridPlan): string[] {
  return [
    messages.planned({ cells, cost: formatCostSum(price) }),
    ...skipped.map(({ reason, cells: left }) => messages.skipped({ cells: left.length, reason })),
    ...warnings.map(({ model, message }) => `${model}: ${message}`),
  ]
}

interface GridRun extends Run {
  readonly journal: RunJournal
  readonly key: string
}

async function runGrid(file: GridFile, run: GridRun): Promise<CommandOutcome> {
  const { services, context, journal, key, maxUsd } = run
  // The maximum cost was given on the command line.
  const approve = maxUsd === null ? {} : { approve: () => Promise.resolve(true) }
  const earlier = journal.find(key)
  const id = earlier === null ? newId<GridId>() : gridIdSchema.parse(earlier.runId)
  const known = earlier === null ? null : await findGrid(id, services)
  if (known === null) {
    const { draft, maskPng } = await draftOf(file, run)
    const plan = await services.grids.plan(draft, context.signal)
    if (maxUsd !== null) requireWithinCost(maxUsd, plan)
    for (const line of describePlan(plan)) context.reportProgress(line)
    await journal.start(key, { runId: id, estimateUsd: wholeUsd(plan) })
    await services.grids.create(draft, maskPng, { ...approve, id }).catch(toArgumentError)
  } else {
    await resumeGrid(known, run, approve)
  }
  const grid = await waitForCells(id, run)
  const isFinal = grid.states.every(({ job }) => job === null || job.state === 'done' || job.state === 'refused')
  if (isFinal && grid.states.length === grid.cells) await journal.finish()
  return outcomeOf(grid, run)
}

async function findGrid(id: GridId, { grids }: ProgramServices): Promise<GridView | null> {
  return grids.view(id).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'storage/not-found') return null
    throw thrown
  })
}

/** Waits for what a killed process has sent, then makes what is missing. */
async function resumeGrid(
  grid: GridView,
  run: GridRun,
  approve: { readonly approve?: () => Promise<boolean> },
): Promise<void> {
  const { services, context, maxUsd, retriesUnknown } = run
  const runIds = new Set(grid.states.flatMap(({ job }) => job?.runId ?? []))
  await services.jobs.resumeRuns([...runIds])
  const { states } = await waitForCells(grid.id, run)
  let spent = gridCostOf({ states }, await services.jobs.ofWork([grid.id]))
  if (context.signal.aborted) return
  const unknown = states.flatMap(({ cell, job }) =>
    job !== null && ['failed', 'cancelled'].includes(job.state) && job.isBilled !== 'no' ? [cell] : [],
  )
  for (const cells of [null, ...(retriesUnknown && unknown.length > 0 ? [unknown] : [])]) {
    const plan = await services.grids.planCells(grid.id, cells, context.signal)
    if (plan.cells === 0) continue
    if (maxUsd !== null) requireWithinCost(maxUsd, plan, spent)
    spent = addCosts(spent, plan)
    for (const line of describePlan(plan)) context.reportProgress(line)
    await services.grids.make(grid.id, cells, approve).catch(toArgumentError)
  }
}

function waitForCells(id: GridId, { services, context }: Run): Promise<GridView> {
  const { signal } = context
  const report = (done: number, total: number) => context.reportProgress(messages.progress({ done, total }))
  return waitForGrid(id, { grids: services.grids, signal, report })
}

async function outcomeOf(grid: GridView, run: GridRun): Promise<CommandOutcome> {
  const { services, context, output, file } = run
  const written: string[] = []
  const problems: string[] = []
  if (output !== null && grid.done > 0) {
    const { missingCharacters } = await services.grids.exportTo(grid.id, output.path, output)
    written.push(output.path)
    if (missingCharacters.length > 0) problems.push(missingCharacters.join(' '))
  }
  const requests = await services.jobs.ofWork([grid.id])
  const sum = gridCostOf(grid, requests)
  const lines = [...written, messages.summary({ done: grid.done, total: grid.cells, cost: formatCostSum(sum) })]
  const facts = { grid: reportedGrid(grid, requests), cost: wholeUsd(sum) }
  const missing = grid.cells - grid.done
  if (missing === 0) return { lines, problems, report: successReport(facts) }
  const error = context.signal.aborted
    ? new AppError('request/cancelled', messages.interrupted({ name: file }))
    : new AppError('provider/task-failed', messages.incomplete({ missing }))
  return { lines, problems: [...problems, error.message], report: failureReport(error, facts) }
}
