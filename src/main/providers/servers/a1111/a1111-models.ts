import type { ModelCard, OptionField } from '../../../../shared/domain/model-card.ts'
import { checkpointSidePx } from '../shared/checkpoint-side.ts'
import { choiceOption, defineModel, inputRule, numberOption, switchOption } from '../../core/define-model.ts'

/** Not a name of a checkpoint: whatever the server has loaded. */
export const loadedCheckpoint = 'loaded-checkpoint'

/** What a server told about itself; empty lists where it was not asked. */
export interface ServerFacts {
  readonly samplers: readonly string[]
  readonly schedulers: readonly string[]
  /** Forge's own guidance for models of the FLUX kind. */
  readonly isForge: boolean
}

const nothingKnown: ServerFacts = { samplers: [], schedulers: [], isForge: false }

export function defineCheckpoint(id: string, label: string, facts: ServerFacts = nothingKnown): ModelCard {
  const sidePx = checkpointSidePx(id)
  // Forge guides these by a field of their own (an option here) and wants the usual one at 1, where a negative prompt
  // has no effect.
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
    ...defineCheckpoint(loadedCheckpoint, 'The loaded checkpoint'),
    note: 'Whatever the server has loaded just now.',
  },
]

/** Names are the server's own. */
function toOptions({ samplers, schedulers, isForge }: ServerFacts): OptionField[] {
  return [
    ...oneOf('sampler_name', 'Sampler', samplers),
    ...oneOf('scheduler', 'Scheduler', schedulers),
    ...(isForge ? [numberOption('distilled_cfg_scale', 'Distilled guidance', { min: 0, max: 30, default: 3.5 })] : []),
    choiceOption(
      'inpainting_fill',
      'Start the masked part from',
      [
        [1, 'What is there'],
        [0, 'Blurred surroundings'],
        [2, 'Noise'],
        [3, 'Nothing'],
      ],
      { default: 1 },
    ),
    switchOption(
      'inpaint_full_res',
      'Only the masked part, larger',
      false,
      'Draws a crop around the mask at full size: finer details, less of a look at the rest.',
    ),
    numberOption('inpaint_full_res_padding', 'Room around the crop', { isWhole: true, min: 0, max: 256, default: 32 }),
    switchOption('tiling', 'Seamless tile', false),
    switchOption(
      'keep_model',
      'Keep the model loaded',
      true,
      "Faster the next time. The model chosen in the server's own window changes with it.",
    ),
  ]
}

function oneOf(name: string, label: string, choices: readonly string[]): OptionField[] {
  return choices.length === 0 ? [] : [choiceOption(name, label, choices)]
}
