import type { ModelCard, OptionField, SizeRule } from '../../../../shared/domain/model-card.ts'
import { choiceOption, defineModel, inputRule, numberOption, textOption } from '../../core/define-model.ts'
import { nameOf } from './api-flavor.ts'

type GridRule = Extract<SizeRule, { kind: 'grid' }>
type PixelLimits = Omit<GridRule, 'kind' | 'default' | 'keepsSourcePixels'>

interface SideLimits {
  readonly minPx?: number
  readonly maxPx?: number
}

/** Twice what today's models draw best at. The server's default of 512 × 512 says nothing of the model. */
const keptPixelsMax = 2 * 1_024 * 1_024

/** 64 suits every family of models; servers round other sizes to what the model can do, or refuse them. */
export function gridOf(defaultPx: number, limits: SideLimits = {}): GridRule {
  return { kind: 'grid', ...pixelLimits(limits), default: { widthPx: defaultPx, heightPx: defaultPx } }
}

/** The same for a server that draws any size it is asked for. */
export function keepingGridOf(defaultPx: number, limits: SideLimits): GridRule {
  return { ...gridOf(defaultPx, limits), keepsSourcePixels: keptPixelsMax }
}

/** The same grid as the output, so that input and output align. */
export function inputOn(limits: SideLimits = {}): ModelCard['input'] {
  return inputRule({ ...pixelLimits(limits), formats: ['png'] })
}

function pixelLimits({ minPx = 256, maxPx = 2_048 }: SideLimits): PixelLimits {
  return {
    multiplePx: 64,
    minSidePx: minPx,
    maxSidePx: maxPx,
    minPixels: minPx * minPx,
    maxPixels: Math.min(maxPx * maxPx, 16_777_216),
    maxRatio: 4,
  }
}

const unknownPrice: ModelCard['price'] = { per: 'unknown', note: 'Whoever runs the server decides what it costs.' }

/** Some servers take these and others refuse what they do not know, so that each is sent only where it was set. */
const dialects: OptionField[] = [
  choiceOption('response_format', 'Answer with', ['b64_json', 'url'], {
    hint: 'Not sent unless set: OpenAI’s own newer models refuse it.',
  }),
  textOption('quality', 'Quality', { hint: 'As the server calls it; not sent unless set.' }),
  textOption('negative_prompt', 'Negative prompt', { hint: 'Not sent unless set.' }),
  numberOption('seed', 'Seed', { isWhole: true, min: 0, hint: 'Not sent unless set.' }),
  numberOption('steps', 'Steps', { isWhole: true, min: 1, max: 200, hint: 'Not sent unless set.' }),
]

/** A model behind OpenAI's API: a gateway's, or any server's. */
export function plainCard(id: string, origin: ModelCard['origin']): ModelCard {
  return defineModel({
    id,
    label: id,
    edits: 'instruction',
    variations: 'emulated',
    mask: 'soft',
    maskPolarity: 'transparent',
    referencesMax: 3,
    sizes: gridOf(1_024),
    input: inputOn(),
    price: unknownPrice,
    options: dialects,
    origin,
  })
}

/** LocalAI's dialect: its own fields for pictures, and masks that are white. */
export function localaiCard(id: string, origin: ModelCard['origin']): ModelCard {
  return defineModel({
    id,
    label: nameOf(id),
    note: 'LocalAI',
    edits: 'instruction',
    variations: 'emulated',
    mask: 'hard',
    maskPolarity: 'white',
    // Its way of inpainting takes words, the picture, the mask and the steps.
    maskedEditLacks: ['negativePrompt', 'references', 'size'],
    referencesMax: 3,
    hasNegativePrompt: true,
    steps: { min: 1, max: 150, default: null },
    sizes: gridOf(512),
    input: inputOn(),
    price: { per: 'free' },
    // UNCONFIRMED that LocalAI takes a seed from a request: not sent unless set.
    options: [
      numberOption('seed', 'Seed', { isWhole: true, min: 0, hint: 'Not sent unless set, and never with a mask.' }),
    ],
    origin,
  })
}

const imageWords =
  /image|dall-?e|flux|stable|diffusion|\bsd[x\d_-]|sdxl|imagen|kontext|qwen.*edit|hidream|playground|recraft|ideogram|seedream|z-image|kolors|pixart|dreamshaper|sd-cpp/i

/** A server lists every kind of model and marks none; where no name sounds like pictures, all are shown. */
export function imageNames(names: readonly string[]): readonly string[] {
  const likely = names.filter((name) => imageWords.test(name))
  return likely.length > 0 ? likely : names
}
