import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import * as fields from '../../../../shared/messages/en/model-fields.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { checkpointSidePx } from '../shared/checkpoint-side.ts'
import { choiceOption, defineModel, inputRule } from '../../core/define-model.ts'

/** Not a file: stands for the first checkpoint the server lists. */
export const firstCheckpoint = 'first-checkpoint'

/** Facts from `/object_info/KSampler`; empty if it was not queried. */
export interface SamplerFacts {
  readonly samplers: readonly string[]
  readonly schedulers: readonly string[]
}

/** Settings for drawing with a kind of checkpoint. */
export interface CheckpointKind {
  /** Latents with 16 channels, and sides that are multiples of 16. */
  readonly isWide: boolean
  /**
   * `node`: by a separate value (FluxGuidance), with `cfg` at 1. In that case, and at a `cfg` of 1, a negative prompt
   * has no effect.
   */
  readonly guidedBy: 'cfg' | 'node'
  readonly guidance: number
  readonly hasNegative: boolean
}

const kinds: readonly (readonly [name: RegExp, kind: CheckpointKind])[] = [
  [/flux/i, { isWide: true, guidedBy: 'node', guidance: 3.5, hasNegative: false }],
  [/z[-_]?image/i, { isWide: true, guidedBy: 'cfg', guidance: 1, hasNegative: false }],
  [/sd3|stable[-_]diffusion[-_]3|qwen|chroma/i, { isWide: true, guidedBy: 'cfg', guidance: 4, hasNegative: true }],
]
const stableDiffusion: CheckpointKind = { isWide: false, guidedBy: 'cfg', guidance: 7, hasNegative: true }

/** Guesses the kind from the file name. */
export function kindOfCheckpoint(name: string): CheckpointKind {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? stableDiffusion
}

const inpaintMethods = choiceOption(
  'inpaint_method',
  messages.inpaintMethod,
  [
    ['noise-mask', messages.noiseMaskMethod],
    ['empty', messages.emptyMethod],
    ['conditioning', messages.conditioningMethod],
  ],
  { default: 'noise-mask' },
)

export function defineComfyCheckpoint(name: string, label: string, facts: SamplerFacts | null): ModelCard {
  const kind = kindOfCheckpoint(name)
  const multiplePx = kind.isWide ? 16 : 8
  const sidePx = checkpointSidePx(name)
  return defineModel({
    id: name,
    label,
    edits: 'strength',
    variations: 'emulated',
    mask: 'hard',
    maskPolarity: 'white',
    prompt: 'optional',
    hasNegativePrompt: kind.hasNegative,
    seed: 'yes',
    // It supports 64 bits; JSON numbers are exact up to here, and its own web interface draws no larger ones.
    seedMax: Number.MAX_SAFE_INTEGER,
    guidance: { min: 0, max: 100, default: kind.guidance },
    steps: { min: 1, max: 200, default: 25 },
    strength: { min: 0.05, max: 1, default: 0.75 },
    loras: { max: 10, minScale: -10, maxScale: 10 },
    hasProgress: true,
    hasPreviews: true,
    price: { per: 'free' },
    sizes: {
      kind: 'grid',
      multiplePx,
      minSidePx: 64,
      maxSidePx: 4_096,
      minPixels: 16_384,
      maxPixels: 8_388_608,
      maxRatio: 8,
      default: { widthPx: sidePx, heightPx: sidePx },
    },
    input: inputRule({ multiplePx, maxPixels: 8_388_608, maxBytes: 90_000_000 }),
    options: [
      ...(facts && facts.samplers.length > 0 ? [choiceOption('sampler_name', fields.sampler, facts.samplers)] : []),
      ...(facts && facts.schedulers.length > 0 ? [choiceOption('scheduler', fields.scheduler, facts.schedulers)] : []),
      inpaintMethods,
    ],
    origin: facts === null ? 'built-in' : 'live',
  })
}

export function defineFirstCheckpoint(facts: SamplerFacts | null): ModelCard {
  const card = defineComfyCheckpoint(firstCheckpoint, messages.firstCheckpoint, facts)
  return { ...card, note: messages.firstCheckpointNote }
}
