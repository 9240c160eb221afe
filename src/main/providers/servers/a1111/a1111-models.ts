import type { ModelCard, OptionField } from '../../../../shared/domain/model-card.ts'
import * as fields from '../../../../shared/messages/en/model-fields.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { checkpointSidePx } from '../shared/checkpoint-side.ts'
import { choiceOption, defineModel, inputRule, numberOption, switchOption } from '../../core/define-model.ts'

/** Not the name of a checkpoint: stands for whatever the server has loaded. */
export const loadedCheckpoint = 'loaded-checkpoint'

/** What a server reported about itself; empty lists if it was not queried. */
export interface ServerFacts {
  readonly samplers: readonly string[]
  readonly schedulers: readonly string[]
  /** Whether it is Forge, which has its own guidance for FLUX models. */
  readonly isForge: boolean
}

const nothingKnown: ServerFacts = { samplers: [], schedulers: [], isForge: false }

export function defineCheckpoint(id: string, label: string, facts: ServerFacts = nothingKnown): ModelCard {
  const sidePx = checkpointSidePx(id)
  // Forge guides these by a separate field (an option here) and needs the usual one at 1, where a negative prompt has
  // no effect.
  const isFlux = facts.isForge && /flux/i.test(id)
  return defineModel({
    id,
    label,
    edits: 'strength',
    variations: 'emulated',
    mask: 'hard',
    maskPolarity: 'white',
    imagesPerCall: 4,
    prompt: 'optional',
    hasNegativePrompt: !isFlux,
    seed: 'yes',
    guidance: { min: 1, max: 30, default: isFlux ? 1 : 7 },
    steps: { min: 1, max: 150, default: 25 },
    strength: { min: 0, max: 1, default: 0.75 },
    loras: { max: 10, minScale: -4, maxScale: 4 },
    hasProgress: true,
    hasPreviews: true,
    price: { per: 'free' },
    sizes: {
      kind: 'grid',
      multiplePx: 8,
      minSidePx: 64,
      maxSidePx: 2_048,
      minPixels: 16_384,
      maxPixels: 4_194_304,
      maxRatio: 8,
      default: { widthPx: sidePx, heightPx: sidePx },
    },
    input: inputRule({ multiplePx: 8, maxSidePx: 2_048, maxPixels: 4_194_304, maxBytes: 50_000_000 }),
    options: toOptions(facts),
    origin: facts === nothingKnown ? 'built-in' : 'live',
  })
}

export const a1111Models: readonly ModelCard[] = [
  {
    ...defineCheckpoint(loadedCheckpoint, messages.loadedCheckpoint),
    note: messages.loadedCheckpointNote,
  },
]

/** Names are the server's own. */
function toOptions({ samplers, schedulers, isForge }: ServerFacts): OptionField[] {
  return [
    ...oneOf('sampler_name', fields.sampler, samplers),
    ...oneOf('scheduler', fields.scheduler, schedulers),
    ...(isForge
      ? [numberOption('distilled_cfg_scale', fields.distilledGuidance, { min: 0, max: 30, default: 3.5 })]
      : []),
    choiceOption(
      'inpainting_fill',
      messages.maskedContent,
      [
        [1, messages.maskedOriginal],
        [0, messages.maskedFill],
        [2, messages.maskedNoise],
        [3, messages.maskedNothing],
      ],
      { default: 1 },
    ),
    switchOption('inpaint_full_res', messages.onlyMasked, false, messages.onlyMaskedHint),
    numberOption('inpaint_full_res_padding', messages.onlyMaskedPadding, {
      isWhole: true,
      min: 0,
      max: 256,
      default: 32,
    }),
    switchOption('tiling', fields.seamlessTiling, false),
    switchOption('keep_model', messages.keepModel, true, messages.keepModelHint),
  ]
}

function oneOf(name: string, label: string, choices: readonly string[]): OptionField[] {
  return choices.length === 0 ? [] : [choiceOption(name, label, choices)]
}
