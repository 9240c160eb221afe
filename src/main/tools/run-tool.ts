import { AppError } from '../../shared/errors/index.ts'
import type { Tool, ToolContext } from './tool.ts'
import { tools } from './tools.ts'

export function findTool(name: string): Tool | undefined {
  return tools.find((each) => each.name === name)
}

/** Checks the parameters and runs a tool. @throws request/invalid, and whatever the tool throws */
export async function runTool(name: string, parameters: unknown, context: ToolContext): Promise<object> {
  const tool = findTool(name)
  if (tool === undefined) throw new AppError('request/invalid', `Unknown tool “${name}”.`)
  const parsed = tool.input.safeParse(parameters)
  if (!parsed.success)
    throw new AppError(
      'request/invalid',
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '),
    )
  return tool.run(parsed.data, context)
}
