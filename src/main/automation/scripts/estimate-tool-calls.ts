import { z } from 'zod'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import type { CommandContext, ProgramServices } from '../program/command.ts'
import { requireWithinCost } from '../generate/max-cost.ts'
import { createToolContext } from '../tool-context.ts'
import { runTool } from '../tools/run-tool.ts'
import type { ToolContext } from '../tools/tool.ts'
import { throwProblems, type ToolCall } from './tool-call.ts'

export interface CallEstimate {
  readonly call: ToolCall
  /** null = the price is not known. */
  readonly usd: number | null
}

/**
 * Checks calls as far as that is possible without sending anything, and returns what each would cost.
 * @throws request/invalid naming every call that cannot run
 */
export async function estimateToolCalls(
  calls: readonly ToolCall[],
  services: ProgramServices,
  context: CommandContext,
): Promise<CallEstimate[]> {
  const toolContext = createToolContext(context, {
    services,
    signal: context.signal,
    admit: () => Promise.reject(new TypeError('An estimate sends nothing.')),
    onProgress: () => undefined,
  })
  const problems: string[] = []
  const estimates: CallEstimate[] = []
  for (const call of calls) {
    if (context.signal.aborted) throw AppError.cancelled()
    try {
      estimates.push({ call, usd: await estimateCall(call, toolContext) })
    } catch (thrown) {
      problems.push(messages.callProblem({ where: call.where, problem: toErrorData(thrown).message }))
    }
  }
  throwProblems(problems)
  return estimates
}

const estimateSchema = z.object({
  success: z.boolean(),
  cost_estimate: z.number().nullable(),
  error: z.string().nullable(),
})

/** Tools without an estimate are free: they run on this computer, or look something up. */
async function estimateCall({ tool, parameters }: ToolCall, context: ToolContext): Promise<number | null> {
  if (!('estimate_only' in tool.input.shape)) {
    await requireFiles(parameters, context)
    return 0
  }
  const output = await runTool(tool.name, { ...parameters, estimate_only: true }, context)
  const { success, cost_estimate: usd, error } = estimateSchema.parse(output)
  if (!success) throw new AppError('provider/unsupported', error ?? '')
  return usd
}

/** @throws storage/not-found */
async function requireFiles(parameters: ToolCall['parameters'], { files, services }: ToolContext): Promise<void> {
  for (const [name, value] of Object.entries(parameters)) {
    if (!name.includes('image') || typeof value !== 'string' || /^(data:|https?:)/i.test(value)) continue
    const id = assetIdSchema.safeParse(value)
    if (id.success) await services.assets.records.require(id.data)
    else await files.readable(value)
  }
}

/** @throws money/over-cap where all of them together may cost more, or a price is unknown */
export function requireAffordable(
  estimates: readonly CallEstimate[],
  { maxUsd, spent }: { readonly maxUsd: number; readonly spent?: CostSum },
): void {
  const unknown = estimates.find(({ usd }) => usd === null)
  if (unknown !== undefined) throw new AppError('money/over-cap', messages.unknownPrices({ where: unknown.call.where }))
  requireWithinCost(maxUsd, sumCosts(estimates.map(({ usd }) => usd)), spent)
}
