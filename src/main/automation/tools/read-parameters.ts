import type { z } from 'zod'
import * as messages from '../../../shared/messages/en/tools.ts'
import { badInput } from '../read-options.ts'
import { asMeant } from './as-meant.ts'
import type { ToolDefinition } from './tool.ts'

/** Returns the parameters with their defaults. @throws request/invalid naming every problem */
export function readParameters(tool: ToolDefinition, parameters: unknown): z.output<ToolDefinition['input']> {
  const parsed = tool.input.safeParse(asMeant(tool.input, parameters))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  )
  throw badInput(messages.parametersNotValid({ tool: tool.name, problems: problems.join('; ').slice(0, 2_000) }))
}
