import { z } from 'zod'
import { AppError } from '../../../../../shared/errors/index.ts'
import { parseJson } from '../../../../../shared/util/parse-json.ts'
import type { Call } from '../../../core/call.ts'
import { comfyGraphSchema, type ComfyGraph } from '../comfy-graph.ts'

/** The file's name without folder and extension. */
export function workflowNameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.json$/i, '')
}

/** The file as it is now. @throws provider/unknown-model where it is no workflow in API format, storage/* */
export async function readWorkflow(path: string, call: Call): Promise<ComfyGraph> {
  if (call.readText === undefined) {
    throw new AppError('provider/unsupported', 'A workflow of your own can only be used from this computer.')
  }
  return parseWorkflow(await call.readText(path), workflowNameOf(path))
}

export function parseWorkflow(text: string, name: string): ComfyGraph {
  const json = parseJson(text)
  if (json === null) throw unusable(name, 'It is no JSON file.')
  // What ComfyUI saves by itself: boxes and lines for its window, without what the server needs.
  if (z.object({ nodes: z.array(z.unknown()) }).safeParse(json).success) {
    throw unusable(
      name,
      'It is saved for ComfyUI’s window. In ComfyUI choose Workflow → Export (API) and take that file.',
    )
  }
  const parsed = comfyGraphSchema.safeParse(json)
  if (!parsed.success || Object.keys(parsed.data).length === 0) throw unusable(name, 'It has no nodes of ComfyUI.')
  return parsed.data
}

export function unusable(name: string, why: string): AppError {
  return new AppError('provider/unknown-model', `“${name}” cannot be used as a workflow. ${why}`)
}
