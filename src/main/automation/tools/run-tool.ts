import * as messages from '../../../shared/messages/en/tools.ts'
import { badInput } from '../read-options.ts'
import { readParameters } from './read-parameters.ts'
import { tools } from './tools.ts'
import type { ToolDefinition, ToolContext } from './tool.ts'

/** @throws request/invalid */
export function requireTool(name: string): ToolDefinition {
  const tool = tools.find((each) => each.name === name)
  if (tool !== undefined) return tool
  throw badInput(messages.unknownTool({ name: name.slice(0, 100), known: tools.map((each) => each.name).join(', ') }))
}

/** Checks the parameters and runs a tool. @throws request/invalid, and whatever the tool throws */
export async function runTool(name: string, parameters: unknown, context: ToolContext): Promise<object> {
  const tool = requireTool(name)
  return tool.run(readParameters(tool, parameters), context)
}
