import type { AdapterInput } from '../../../core/adapter.ts'
import type { UploadedNames } from '../build-graph.ts'
import type { ComfyGraph } from '../comfy-graph.ts'
import type { Slot, WorkflowSlots } from './find-slots.ts'

/** Fills this request into the workflow; what the request does not specify stays as it is in the file. */
export function fillWorkflow(
  graph: ComfyGraph,
  slots: WorkflowSlots,
  input: AdapterInput,
  names: UploadedNames,
  seed: number,
): ComfyGraph {
  const values: readonly (readonly [readonly Slot[], string | number | null])[] = [
    [slots.prompt, input.prompt === '' ? null : input.prompt],
    [slots.negative, input.negativePrompt],
    [slots.seed, seed],
    [slots.steps, input.steps],
    [slots.guidance, input.guidance],
    [slots.strength, input.strength],
    [slots.width, input.size?.widthPx ?? null],
    [slots.height, input.size?.heightPx ?? null],
    [slots.source, names.source],
    [slots.maskKind === 'in-source' ? [] : slots.mask, names.mask],
  ]
  const filled = structuredClone(graph)
  for (const [places, value] of values) {
    if (value === null) continue
    for (const { node, field } of places) filled[node]!.inputs[field] = value
  }
  return filled
}
