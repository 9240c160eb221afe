import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { toolMakesNone } from '../../../shared/messages/en/cli-grid.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { CommandContext, ProgramServices } from '../command.ts'
import { badInput } from '../read-options.ts'
import { createToolContext } from '../tool-context.ts'
import { readParameters, requireTool } from '../tools/run-tool.ts'

interface Call {
  readonly tool: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Returns the request that a tool would queue, and queues nothing. Images that it names may be imported. */
export async function captureRequest(
  { tool: name, parameters }: Call,
  services: ProgramServices,
  context: CommandContext,
): Promise<GenerationRequest> {
  const tool = requireTool(name)
  // Only what is varied counts.
  const { n: _n, estimate_only: _estimate, max_cost_usd: _max, ...rest } = parameters
  const input = readParameters(tool, rest)
  let captured: GenerationRequest | null = null
  const stopped = AppError.cancelled()
  const jobs: Jobs = {
    ...services.jobs,
    generate(request) {
      captured = request
      return Promise.reject(stopped)
    },
  }
  const toolContext = createToolContext(context, {
    services: { ...services, jobs },
    signal: context.signal,
    admit: () => Promise.resolve(() => undefined),
    onProgress: () => undefined,
  })
  try {
    await tool.run(input, toolContext)
  } catch (thrown) {
    if (thrown !== stopped) throw thrown
  }
  if (captured === null) throw badInput(toolMakesNone({ tool: name }))
  return captured
}
