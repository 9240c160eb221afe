import type { GenerationRequest } from '../../../../shared/domain/generation.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { toolMakesNone } from '../../../../shared/messages/en/cli-grid.ts'
import type { Jobs } from '../../../jobs/jobs.ts'
import { badInput } from '../../read-options.ts'
import { createCostBudget } from '../../scripts/cost-budget.ts'
import { readParameters } from '../read-parameters.ts'
import type { ToolContext, ToolDefinition } from '../tool.ts'

/** Returns the request that a tool would queue, and queues nothing. Images that it names may be imported. */
export async function captureRequest(
  tool: ToolDefinition,
  parameters: Readonly<Record<string, unknown>>,
  context: ToolContext,
): Promise<GenerationRequest> {
  // Only what is varied counts.
  const { n: _n, estimate_only: _estimate, max_cost_usd: _max, ...rest } = parameters
  const input = readParameters(tool, rest)
  let captured: GenerationRequest | null = null
  const stopped = AppError.cancelled()
  const jobs: Jobs = {
    ...context.services.jobs,
    generate(request) {
      captured = request
      return Promise.reject(stopped)
    },
  }
  const services = { ...context.services, jobs }
  const free = { admit: createCostBudget(null).admit, onProgress: () => undefined }
  try {
    await tool.run(input, { ...context, services, ...free })
  } catch (thrown) {
    if (thrown !== stopped) throw thrown
  }
  if (captured === null) throw badInput(toolMakesNone({ tool: tool.name }))
  return captured
}
