import { z } from 'zod'
import { AppError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/server-models.ts'
import { parseJson } from '../../../../../shared/util/parse-json.ts'
import type { Call } from '../../../core/call.ts'
import { comfyGraphSchema, type ComfyGraph } from '../comfy-graph.ts'

/** Returns the file's name without folder and extension. */
export function workflowNameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.json$/i, '')
}

/** Reads the current file. @throws provider/unknown-model if it is not a workflow in API format, storage/* */
export async function readWorkflow(path: string, call: Call): Promise<ComfyGraph> {
  if (call.readText === undefined) {
    throw new AppError('provider/unsupported', messages.workflowOnOtherComputer)
  }
  return parseWorkflow(await call.readText(path), workflowNameOf(path))
}

export function parseWorkflow(text: string, name: string): ComfyGraph {
  const json = parseJson(text)
  if (json === null) throw unusable(name, messages.workflowNotJson)
  // The format ComfyUI saves by default: boxes and lines for its editor, without what the server needs.
  if (z.object({ nodes: z.array(z.unknown()) }).safeParse(json).success) {
    throw unusable(name, messages.workflowNotForApi)
  }
  const parsed = comfyGraphSchema.safeParse(json)
  if (!parsed.success || Object.keys(parsed.data).length === 0) throw unusable(name, messages.workflowHasNoNodes)
  return parsed.data
}

export function unusable(name: string, problem: string): AppError {
  return new AppError('provider/unknown-model', messages.workflowUnusable({ name, problem }))
}
