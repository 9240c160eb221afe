import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { defineCommand, type CommandContext, type CommandOutcome, type ProgramServices } from '../program/command.ts'
import { readMaxCost, toArgumentError } from '../generate/max-cost.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { failureReport, imageReport, successReport } from '../report.ts'
import type { Report } from '../report-schema.ts'
import { createToolContext } from '../tool-context.ts'
import { runTool } from '../tools/run-tool.ts'
import { toCallResult, type CallResult } from './call-result.ts'
import { createCostBudget, type CostBudget } from './cost-budget.ts'
import { estimateToolCalls, requireAffordable } from './estimate-tool-calls.ts'
import { readRecipeCall } from './read-recipe-call.ts'
import { copyOnce } from './run-journaled-call.ts'
import { parseCalls, readCall, readCallText, type ToolCall } from './tool-call.ts'

export const runFileCommand = defineCommand({
  name: 'run',
  group: 'automation',
  summary: messages.run,
  details: messages.runDetails,
  args: { '<file>': messages.callFile },
  options: {
    set: { value: 'name=value', isMany: true, help: messages.setParameter },
    out: { value: 'folder', help: messages.resultFolder },
    'max-cost-usd': { value: 'n', help: messages.maxCostOfAll },
    config: configOption,
  },
  examples: [
    'run recipe.json',
    'run recipe.json --set seed=7 --set n=2 --out images',
    'run - --max-cost-usd 0.10 --json < recipe.json',
  ],
  async run({ set = [], out, config, 'max-cost-usd': maxCost }, [file = ''], context) {
    const maxUsd = readMaxCost(maxCost)
    const parsed = parseCalls(await readCallText(file, context), file)
    const calls = parsed.map(({ json, where }) => readCall(json, where, set))
    const services = await context.services(placesOf(config))
    const isBounded = maxUsd !== null
    if (isBounded) requireAffordable(await estimateToolCalls(calls, services, context), { maxUsd })
    const budget = createCostBudget(maxUsd)
    const outcomes: CallOutcome[] = []
    for (const call of calls) {
      const isCanceled = context.signal.aborted
      outcomes.push(
        isCanceled ? canceled() : await runCall(call, { context, services, budget, folder: out, isBounded }),
      )
    }
    return {
      lines: outcomes.flatMap(({ lines }) => lines),
      problems: outcomes.flatMap(({ problems }) => problems),
      report: toReports(outcomes, parsed.length > 1),
    }
  },
})

interface CallOutcome {
  readonly lines: readonly string[]
  readonly problems: readonly string[]
  readonly report: Report
}

interface RunOptions {
  readonly context: CommandContext
  readonly services: ProgramServices
  readonly budget: CostBudget
  readonly folder: string | undefined
  readonly isBounded: boolean
}

function toReports(outcomes: readonly CallOutcome[], isList: boolean): CommandOutcome['report'] {
  const reports = outcomes.map(({ report }) => report)
  const [only] = reports
  return isList || only === undefined ? reports : only
}

function canceled(): CallOutcome {
  return { lines: [], problems: [], report: failureReport(AppError.cancelled()) }
}

async function runCall(call: ToolCall, { context, services, budget, folder, isBounded }: RunOptions) {
  const differences = await currentDifferences(call, services)
  for (const { message } of differences) context.reportProgress(message)
  const toolContext = createToolContext(context, {
    services,
    outputFolder: folder,
    signal: context.signal,
    // The maximum cost was given on the command line.
    approve: isBounded ? () => Promise.resolve(true) : undefined,
    admit: budget.admit,
    onProgress: createProgressLines(context.reportProgress),
  })
  try {
    const output = await runTool(call.tool.name, call.parameters, toolContext).catch(toArgumentError)
    const result = toCallResult({ output }, [])
    const images = await copyAll(result.images, folder, context)
    return { ...describeOutput(output, images), report: reportOf(output, { ...result, images }, differences) }
  } catch (thrown) {
    const report = failureReport(thrown, { warnings: differences })
    return { lines: [], problems: [toErrorData(thrown).message], report }
  }
}

/** What is known now: a recipe may be older than a model's retirement. */
async function currentDifferences(
  { imageId, differences }: ToolCall,
  services: ProgramServices,
): Promise<ToolCall['differences']> {
  const id = assetIdSchema.safeParse(imageId)
  const [asset] = id.success ? await services.assets.records.load([id.data]) : []
  if (asset === undefined) return differences
  return (await readRecipeCall(asset.id, services).catch(() => ({ differences }))).differences
}

/** Percent between two lines. */
const stepPercent = 10

function createProgressLines(report: (line: string) => void) {
  let lastPercent = 0
  return (fraction: number | null, message: string): void => {
    const percent = fraction === null ? 0 : Math.floor((fraction * 100) / stepPercent) * stepPercent
    if (percent <= lastPercent) return
    lastPercent = percent
    report(`${message}: ${percent}%`)
  }
}

async function copyAll(images: CallResult['images'], folder: string | undefined, context: CommandContext) {
  if (folder === undefined) return images
  const copies: CallResult['images'] = []
  for (const { id, path } of images) copies.push({ id, path: await copyOnce(path, folder, context) })
  return copies
}

/** Tools that make no files print what they returned. */
function describeOutput(output: object, images: CallResult['images']): Omit<CallOutcome, 'report'> {
  const { error, cost } = output as { readonly error?: string | null; readonly cost?: number | null }
  const problems = typeof error === 'string' ? [error] : []
  if (images.length === 0) return { lines: problems.length > 0 ? [] : [JSON.stringify(output, null, 2)], problems }
  const price = typeof cost === 'number' && cost > 0 ? [formatMoney(cost)] : []
  return { lines: [...images.map(({ path }) => path), ...price], problems }
}

function reportOf(
  output: object,
  { images, error, error_code }: CallResult,
  differences: ToolCall['differences'],
): Report {
  const paths = new Map(images.map(({ id, path }) => [id, path]))
  const made = output as Partial<Report>
  const facts: Partial<Report> = {
    ...('success' in output ? made : {}),
    images: (made.images ?? []).map(({ id, mime, path, url, b64, seed_used, revised_prompt }) => ({
      ...imageReport({ id, mime, path: paths.get(id) ?? path, seed_used }),
      url,
      b64,
      revised_prompt,
    })),
    output,
    differences,
  }
  return error === null
    ? successReport(facts)
    : { ...successReport(facts), success: false, error, error_code: error_code ?? 'internal/bug' }
}
