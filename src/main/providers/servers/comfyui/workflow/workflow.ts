import type { ModelCard, NumberRange, SizeRule } from '../../../../../shared/domain/model-card.ts'
import * as messages from '../../../../../shared/messages/en/server-models.ts'
import { defineModel, inputRule } from '../../../core/define-model.ts'
import { type ComfyGraph, comfyGraphSchema } from '../comfy-graph.ts'
import { findSlots, type Slot, type WorkflowSlots } from './find-slots.ts'
import { z } from 'zod'
import { AppError } from '../../../../../shared/errors/index.ts'
import { parseJson } from '../../../../../shared/util/parse-json.ts'
import type { Call } from '../../../core/call.ts'

/** Creates a model card for a user's own workflow: it supports whatever the workflow has slots for. */
export function describeWorkflow(id: string, name: string, graph: ComfyGraph): ModelCard {
  const slots = findSlots(graph)
  if (slots.prompt.length === 0 && slots.source.length === 0) {
    throw unusable(name, messages.workflowHasNoInputs)
  }
  const hasSource = slots.source.length > 0
  const hasMask = slots.maskKind !== 'none'
  return defineModel({
    id,
    label: name,
    note: messages.workflowNote({ inputs: namesOf(slots) }),
    canGenerate: !hasSource,
    edits: editsOf(slots),
    variations: hasSource && !hasMask ? 'emulated' : 'no',
    mask: hasMask ? 'hard' : 'no',
    maskPolarity: hasMask && slots.maskKind !== 'white-file' ? 'transparent' : 'white',
    // The workflow's own file would be used instead.
    needsMask: hasMask,
    picturesMin: hasSource ? 1 : 0,
    prompt: promptNeed(slots.prompt),
    hasNegativePrompt: slots.negative.length > 0,
    seed: slots.seed.length > 0 ? 'yes' : 'no',
    guidance: toRange(slots.guidance, 0, 100),
    steps: toRange(slots.steps, 1, 1_000),
    strength: toRange(slots.strength, 0, 1),
    hasProgress: true,
    hasPreviews: true,
    price: { per: 'free' },
    sizes: toSizeRule(slots),
    input: hasSource ? inputRule({ multiplePx: 16, maxPixels: 16_777_216, maxBytes: 90_000_000 }) : null,
    origin: 'added',
  })
}

function editsOf({ source, strength }: WorkflowSlots): ModelCard['edits'] {
  if (source.length === 0) return 'no'
  return strength.length > 0 ? 'strength' : 'own'
}

/** Text that is already in the file is used if none is given. */
function promptNeed(slots: readonly Slot[]): ModelCard['prompt'] {
  if (slots.length === 0) return 'none'
  return slots.some(({ value }) => typeof value === 'string' && value.trim() !== '') ? 'optional' : 'required'
}

function toRange(slots: readonly Slot[], min: number, max: number): NumberRange | null {
  const [slot] = slots
  if (slot === undefined) return null
  const { value } = slot
  return { min, max, default: typeof value === 'number' && value >= min && value <= max ? value : null }
}

function toSizeRule({ width, height }: WorkflowSlots): SizeRule {
  const [widthPx, heightPx] = [width[0]?.value, height[0]?.value]
  // Without a slot for it the workflow decides, by its source or by itself.
  if (typeof widthPx !== 'number' || typeof heightPx !== 'number') return { kind: 'source' }
  return {
    kind: 'grid',
    multiplePx: 8,
    minSidePx: 64,
    maxSidePx: 8_192,
    minPixels: 4_096,
    maxPixels: 16_777_216,
    maxRatio: 16,
    default: { widthPx, heightPx },
  }
}

function namesOf(slots: WorkflowSlots): string {
  const names: readonly (readonly [readonly Slot[], string])[] = [
    [slots.prompt, messages.promptInput],
    [slots.negative, messages.negativePromptInput],
    [slots.seed, messages.seedInput],
    [slots.steps, messages.stepsInput],
    [slots.guidance, messages.guidanceInput],
    [slots.strength, messages.strengthInput],
    [slots.width, messages.sizeInput],
    [slots.source, messages.sourceInput],
    [slots.mask, messages.maskInput],
  ]
  return names.flatMap(([matches, name]) => (matches.length > 0 ? [name] : [])).join(', ')
}

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
