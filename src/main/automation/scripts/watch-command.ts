import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { sumCosts, wholeUsd } from '../../../shared/util/sum-costs.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { readMaxCost } from '../generate/max-cost.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { badInput } from '../read-options.ts'
import { failureReport, successReport } from '../report.ts'
import { stateLabels } from './batch-command.ts'
import type { CallResult } from './call-result.ts'
import { createCostBudget } from './cost-budget.ts'
import { imageFilesOf } from './image-files-of.ts'
import { isFinal, runJournaledCall, type JournaledRun } from './run-journaled-call.ts'
import { formatCostSum, reportedCost } from './reported-cost.ts'
import { openRunJournal } from './run-journal.ts'
import { requireTool } from '../tools/run-tool.ts'
import { parseCalls, readCall, readCallText, type ToolCall } from './tool-call.ts'

export const watchCommand = defineCommand({
  name: 'watch',
  group: 'automation',
  summary: messages.watch,
  details: messages.watchDetails,
  args: { '<folder>': messages.watchedFolder },
  options: {
    recipe: { value: 'file', isRequired: true, help: messages.watchRecipe },
    set: { value: 'name=value', isMany: true, help: messages.setParameter },
    out: { value: 'folder', help: messages.resultFolder },
    'max-cost-usd': { value: 'n', help: messages.maxCostOfAll },
    once: { help: messages.watchOnce },
    config: configOption,
  },
  examples: [
    'watch scans --recipe upscale.json --out upscaled',
    'watch inbox --recipe edit.json --max-cost-usd 2 --once',
  ],
  async run({ recipe, set = [], out, once, config, 'max-cost-usd': maxCost }, [name = ''], context) {
    const maxUsd = readMaxCost(maxCost)
    const call = await readRecipe(recipe, set, context)
    const folder = await requireFolder(name, out, context)
    const services = await context.services(placesOf(config))
    const journalPath = join(context.paths.appData, 'scripts', `watch-${hashOf(folder).slice(0, 32)}.jsonl`)
    const journal = await openRunJournal(journalPath, { mode: 'continue' })
    // The maximum cost was given on the command line.
    const approve = maxUsd === null ? undefined : () => Promise.resolve(true)
    const { signal } = context
    const about = { signal, approve, folder: out, retriesUnknown: false }
    const run = { context, services, journal, budget: createCostBudget(maxUsd), ...about }
    try {
      return await outcomeOf(await processAll(folder, call, { run, isOnce: once === true }), context)
    } finally {
      await journal.close()
    }
  },
})

const inputName = 'input_image'

/** @throws request/invalid if the tool takes no image */
async function readRecipe(file: string, sets: readonly string[], context: CommandContext): Promise<ToolCall> {
  const [first, ...more] = parseCalls(await readCallText(file, context), file)
  if (first === undefined || more.length > 0) throw badInput(messages.noCalls({ name: file }))
  const { tool } = (first.json ?? {}) as { readonly tool?: unknown }
  if (typeof tool === 'string' && !(inputName in requireTool(tool).input.shape))
    throw badInput(messages.recipeWithoutInput({ tool }))
  // Each image takes its place.
  return readCall(first.json, first.where, [...sets, `${inputName}=${file}`])
}

/** @throws request/invalid if results would be processed again, storage/not-found */
async function requireFolder(
  name: string,
  out: string | undefined,
  { workingFolder, paths }: CommandContext,
): Promise<string> {
  const folder = await realpath(resolve(workingFolder, name)).catch(() => null)
  if (folder === null || !(await stat(folder)).isDirectory())
    throw new AppError('storage/not-found', messages.folderToWatchMissing({ name }))
  if (out !== undefined && isWithin(await realOf(resolve(workingFolder, out)), folder))
    throw badInput(messages.outInsideWatched({ name }))
  if (isWithin(await realOf(paths.library), folder)) throw badInput(messages.libraryInsideWatched)
  return folder
}

/** It may not exist yet. */
async function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}

interface Processed {
  readonly name: string
  readonly result: CallResult
}

interface Watching {
  readonly run: JournaledRun
  readonly isOnce: boolean
}

interface WatchEnd {
  readonly processed: readonly Processed[]
  /** Why it stopped by itself. */
  readonly stopped: string | null
}

async function processAll(folder: string, call: ToolCall, { run, isOnce }: Watching): Promise<WatchEnd> {
  const { context, signal } = run
  const processed: Processed[] = []
  if (!isOnce) context.reportProgress(messages.watching({ name: folder }))
  for await (const path of imageFilesOf(folder, { isOnce, imports: run.services.assets.imports, signal })) {
    const result = await processFile(path, call, run)
    if (result === null) continue
    const name = relative(folder, path)
    const state = stateLabels[result.state]
    context.reportProgress(
      [messages.imageEnded({ name, state }), ...(result.error === null ? [] : [result.error])].join(' · '),
    )
    processed.push({ name, result })
    if (result.error_code === 'money/over-cap')
      return { processed, stopped: messages.capReached({ reason: result.error ?? '' }) }
  }
  return { processed, stopped: null }
}

/** null = its content has been processed by this recipe before, or the file is gone. */
async function processFile(path: string, call: ToolCall, run: JournaledRun): Promise<CallResult | null> {
  const content = await hashFile(path).catch(() => null)
  if (content === null) return null
  const { [inputName]: _replaced, ...others } = call.parameters
  const key = `${hashOf(JSON.stringify([call.tool.name, others])).slice(0, 32)}:${content}`
  const known = run.journal.find(key)?.result ?? null
  if (known !== null && isFinal(known, false)) return null
  const parameters = { ...call.parameters, [inputName]: path }
  return runJournaledCall({ key, call: { tool: call.tool, parameters }, estimateUsd: null }, run)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function outcomeOf({ processed, stopped }: WatchEnd, { signal }: CommandContext): Promise<CommandOutcome> {
  const { watchSummary } = await import('../../../shared/messages/en/cli-counts.ts')
  const failed = processed.filter(({ result }) => result.state !== 'done').length
  const sum = sumCosts(processed.map(({ result }) => result.cost))
  const paths = processed.flatMap(({ result }) => result.images.map(({ path }) => path))
  const lines = [...paths, watchSummary({ count: processed.length, failed, cost: formatCostSum(sum) })]
  const watched = { ...reportedCost(sum), images: processed.map(({ name, result }) => ({ name, ...result })) }
  const facts = { watched, cost: wholeUsd(sum) }
  if (signal.aborted) return { lines, report: failureReport(AppError.cancelled(), facts) }
  if (stopped !== null)
    return { lines, problems: [stopped], report: failureReport(new AppError('money/over-cap', stopped), facts) }
  if (failed === 0) return { lines, report: successReport(facts) }
  const error = new AppError('provider/task-failed', messages.notSucceeded({ failed, total: processed.length }))
  return { lines, problems: [error.message], report: failureReport(error, facts) }
}
