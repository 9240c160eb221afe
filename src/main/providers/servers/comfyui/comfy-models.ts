import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { checkpointSidePx } from '../shared/checkpoint-side.ts'
import { choiceOption, defineModel, inputRule } from '../../core/define-model.ts'

/** Not a file: whichever checkpoint the server lists first. */
export const firstCheckpoint = 'first-checkpoint'

/** What `/object_info/KSampler` tells; empty where it was not asked. */
export interface SamplerFacts {
  readonly samplers: readonly string[]
  readonly schedulers: readonly string[]
}

/** How a kind of checkpoint is drawn with. */
export interface CheckpointKind {
  /** Latents of 16 channels, and sides that are multiples of 16. */
  readonly isWide: boolean
  /** `node`: by a number of its own (FluxGuidance), with `cfg` at 1. There and at a `cfg` of 1 a negative prompt has no effect. */
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

/** As far as the file's name tells. */
export function kindOfCheckpoint(name: string): CheckpointKind {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? stableDiffusion
}

const inpaintMethods = choiceOption(
  'inpaint_method',
  'How the masked part is repainted',
  [
    ['noise-mask', 'Any checkpoint: from what is there'],
    ['empty', 'Inpainting checkpoint: from nothing, at full strength'],
    ['conditioning', 'Fill model, such as FLUX Fill'],
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
    // It takes 64 bits; JSON numbers are exact up to here, and its own page draws no larger ones.
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
      ...(facts && facts.samplers.length > 0 ? [choiceOption('sampler_name', 'Sampler', facts.samplers)] : []),
      ...(facts && facts.schedulers.length > 0 ? [choiceOption('scheduler', 'Scheduler', facts.schedulers)] : []),
      inpaintMethods,
    ],
    origin: facts === null ? 'built-in' : 'live',
  })
}

export function defineFirstCheckpoint(facts: SamplerFacts | null): ModelCard {
  const note = 'Whichever the server lists first. Refresh the list of models to choose.'
  return { ...defineComfyCheckpoint(firstCheckpoint, 'First checkpoint', facts), note }
}
