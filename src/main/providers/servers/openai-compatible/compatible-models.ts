import type { ModelCard, OptionField, SizeRule } from '../../../../shared/domain/model-card.ts'
import * as fields from '../../../../shared/messages/en/model-fields.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { choiceOption, defineModel, inputRule, numberOption, textOption } from '../../core/define-model.ts'

type GridRule = Extract<SizeRule, { kind: 'grid' }>
type PixelLimits = Omit<GridRule, 'kind' | 'default' | 'keepsSourcePixels'>

interface SideLimits {
  readonly minPx?: number
  readonly maxPx?: number
}

/** Twice the size today's models draw best at. The server's default of 512 × 512 says nothing about the model. */
const keptPixelsMax = 2 * 1_024 * 1_024

/** 64 suits every family of models; servers round other sizes to what the model supports, or refuse them. */
export function gridOf(defaultPx: number, limits: SideLimits = {}): GridRule {
  return { kind: 'grid', ...pixelLimits(limits), default: { widthPx: defaultPx, heightPx: defaultPx } }
}

/** The same for a server that draws any requested size. */
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

const unknownPrice: ModelCard['price'] = { per: 'unknown', note: messages.ownerDecidesPrice }

/** Some servers accept these and others refuse unknown fields, so each is sent only if it was set. */
const dialects: OptionField[] = [
  choiceOption('response_format', messages.responseFormat, ['b64_json', 'url'], {
    hint: messages.responseFormatHint,
  }),
  textOption('quality', fields.quality, { hint: messages.qualityHint }),
  textOption('negative_prompt', fields.negativePrompt, { hint: messages.sentIfSet }),
  numberOption('seed', fields.seed, { isWhole: true, min: 0, hint: messages.sentIfSet }),
  numberOption('steps', fields.steps, { isWhole: true, min: 1, max: 200, hint: messages.sentIfSet }),
]

/** Creates a card for a model in OpenAI's API: a gateway's, or any server's. */
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

/** Creates a card for LocalAI's dialect: its own fields for images, and masks that are white. */
export function localaiCard(id: string, origin: ModelCard['origin']): ModelCard {
  return defineModel({
    id,
    label: flavorModelName(id),
    note: 'LocalAI',
    edits: 'instruction',
    variations: 'emulated',
    mask: 'hard',
    maskPolarity: 'white',
    // Its inpainting takes a prompt, the image, the mask and the steps.
    maskedEditLacks: ['negativePrompt', 'references', 'size'],
    referencesMax: 3,
    hasNegativePrompt: true,
    steps: { min: 1, max: 150, default: null },
    sizes: gridOf(512),
    input: inputOn(),
    price: { per: 'free' },
    // UNCONFIRMED that LocalAI takes a seed from a request: not sent unless set.
    options: [numberOption('seed', fields.seed, { isWhole: true, min: 0, hint: messages.sentIfSetWithoutMask })],
    origin,
  })
}

const imagePattern =
  /image|dall-?e|flux|stable|diffusion|\bsd[x\d_-]|sdxl|imagen|kontext|qwen.*edit|hidream|playground|recraft|ideogram|seedream|z-image|kolors|pixart|dreamshaper|sd-cpp/i

/**
 * Filters a server's list, which has models of every kind without marking them; if no name suggests images, all are
 * kept.
 */
export function imageNames(names: readonly string[]): readonly string[] {
  const likely = names.filter((name) => imagePattern.test(name))
  return likely.length > 0 ? likely : names
}

/**
 * Servers of this kind have up to three APIs, and a model's id says which one is used: `sdcpp:NAME` is sd-server's own
 * API with jobs, `localai:NAME` is LocalAI's dialect, and anything else is OpenAI's API.
 */
export type ApiFlavor = 'sdcpp' | 'localai' | 'plain'

export function apiFlavorOf(modelId: string): ApiFlavor {
  if (modelId.startsWith('sdcpp:')) return 'sdcpp'
  return modelId.startsWith('localai:') ? 'localai' : 'plain'
}

/** Returns the model's name on the server. */
export function flavorModelName(modelId: string): string {
  return apiFlavorOf(modelId) === 'plain' ? modelId : modelId.slice(modelId.indexOf(':') + 1)
}

/** sd-server's name for its model in OpenAI's API, whatever is loaded. */
export const sdServerName = 'sd-cpp-local'
