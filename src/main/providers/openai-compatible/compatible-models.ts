import type { ModelCard, OptionField, SizeRule } from '../../../shared/domain/model-card.ts'
import { choiceOption, defineModel, inputRule, numberOption, textOption } from '../core/define-model.ts'
import { nameOf, sdServerName } from './door.ts'

/** 64 suits every family of models; servers round other sizes to what the model can do, or refuse them. */
export function gridOf(defaultPx: number, maxPx = 2_048): SizeRule {
  return {
    kind: 'grid',
    multiplePx: 64,
    minSidePx: 256,
    maxSidePx: maxPx,
    minPixels: 65_536,
    maxPixels: Math.min(maxPx * maxPx, 16_777_216),
    maxRatio: 4,
    default: { widthPx: defaultPx, heightPx: defaultPx },
  }
}

/** On the same grid as what comes out, so that the two lie on each other. */
export function inputOn(maxPx = 2_048): ModelCard['input'] {
  return inputRule({
    multiplePx: 64,
    minSidePx: 256,
    maxSidePx: maxPx,
    minPixels: 65_536,
    maxPixels: Math.min(maxPx * maxPx, 16_777_216),
    maxRatio: 4,
    formats: ['png'],
  })
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
  if (id === sdServerName) return sdServerCard
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

/** sd-server as builds before April 2026 know it. Its masks are white, unlike OpenAI's. */
const sdServerCard = defineModel({
  id: sdServerName,
  label: 'sd-server, OpenAI’s API',
  note: 'For builds of stable-diffusion.cpp older than April 2026.',
  edits: 'strength',
  variations: 'emulated',
  mask: 'hard',
  maskPolarity: 'white',
  hasNegativePrompt: true,
  seed: 'yes',
  imagesPerCall: 4,
  formats: ['png', 'jpeg'],
  sizes: gridOf(512),
  input: inputOn(),
  price: { per: 'free' },
})

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
