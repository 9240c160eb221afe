import type { z } from 'zod'
import * as messages from '../../../shared/messages/en/tools.ts'
import { badInput } from '../read-options.ts'
import { tools } from './tools.ts'
import type { ToolDefinition, ToolContext } from './tool.ts'

/** @throws request/invalid */
export function requireTool(name: string): ToolDefinition {
  const tool = tools.find((each) => each.name === name)
  if (tool !== undefined) return tool
  throw badInput(messages.unknownTool({ name: name.slice(0, 100), known: tools.map((each) => each.name).join(', ') }))
}

/** Returns the parameters with their defaults. @throws request/invalid naming every problem */
export function readParameters(tool: ToolDefinition, parameters: unknown): z.output<ToolDefinition['input']> {
  const parsed = tool.input.safeParse(parameters)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  )
  throw badInput(messages.parametersNotValid({ tool: tool.name, problems: problems.join('; ').slice(0, 2_000) }))
}

/** Checks the parameters and runs a tool. @throws request/invalid, and whatever the tool throws */
export async function runTool(name: string, parameters: unknown, context: ToolContext): Promise<object> {
  const tool = requireTool(name)
  return tool.run(readParameters(tool, parameters), context)
}
