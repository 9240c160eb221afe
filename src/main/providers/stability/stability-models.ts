import type { InputRule, ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import * as fieldLabels from '../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../shared/messages/en/stability.ts'
import * as optionValues from '../../../shared/messages/en/option-values.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  perImage,
  ratioList,
  sizeList,
  textOption,
  upscalingBy,
} from '../core/define-model.ts'

/** The v1 engine that is still in the API; a short name for it is accepted too. */
export const sdxlEngine = 'stable-diffusion-xl-1024-v1-0'

/** Largest seed of v2beta; 0 means a random one. */
const seedMax = 4_294_967_294
const asOf = '2026-11-20'

/** One credit is one US cent. */
function credits(count: number): PriceRule {
  return perImage(count / 100, asOf)
}

const stylePresets = [
  '3d-model',
  'analog-film',
  'anime',
  'cinematic',
  'comic-book',
  'digital-art',
  'enhance',
  'fantasy-art',
  'isometric',
  'line-art',
  'low-poly',
  'modeling-compound',
  'neon-punk',
  'origami',
  'photographic',
  'pixel-art',
  'tile-texture',
]
const ratios = ['1:1', '16:9', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21']
const formats: ModelCard['formats'] = ['png', 'jpeg', 'webp']

/** A whole request is limited to 10 MiB; a mask takes little of it. */
function images(overrides: Partial<InputRule> = {}): InputRule {
  return inputRule({
    minPixels: 4_096,
    maxPixels: 9_437_184,
    maxBytes: 8_500_000,
    formats: ['png', 'jpeg', 'webp'],
    ...overrides,
  })
}

const generates = {
  promptCharsMax: 10_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax,
  formats,
} satisfies Partial<ModelCard>

/** A prompt and a start image; 0 = the image unchanged. */
const startsFromImage = {
  edits: 'strength',
  variations: 'emulated',
  strength: { min: 0, max: 1, default: 0.65 },
} satisfies Partial<ModelCard>

const oneMegapixel = ratioList(ratios, [['1mp', 1]])

/**
 * Turbo and flash are said to pay little attention to a negative prompt, and to need a guidance near 1: UNCONFIRMED.
 */
function sd35(name: string, note: string, priceCredits: number): ModelCard {
  return defineModel({
    ...generates,
    ...startsFromImage,
    id: `sd3.5-${name}`,
    label: `Stable Diffusion 3.5 ${name.replaceAll('-', ' ')}`,
    note,
    guidance: { min: 1, max: 10, default: null },
    stylePresets,
    sizes: oneMegapixel,
    input: images(),
    price: credits(priceCredits),
  })
}

const changesImage = {
  canGenerate: false,
  edits: 'own',
  sizes: { kind: 'source' },
  input: images(),
  formats,
} satisfies Partial<ModelCard>

const takesText = {
  promptCharsMax: 10_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax,
} satisfies Partial<ModelCard>
const takesMask = { mask: 'hard', maskPolarity: 'white', needsMask: true } satisfies Partial<ModelCard>

/** The service's own default is 5; Atelier has grown and feathered the mask already. */
const growOurselves = numberOption('grow_mask', modelNotes.growMask, {
  isWhole: true,
  min: 0,
  max: 20,
  default: 0,
})
const growMask = numberOption('grow_mask', messages.growSelection, { isWhole: true, min: 0, max: 20 })

function side(name: string, label: string) {
  return numberOption(name, label, { isWhole: true, min: 0, max: 2_000, default: 0 })
}

const sdxlSizes = sizeList(
  '1024x1024',
  '1152x896',
  '896x1152',
  '1216x832',
  '832x1216',
  '1344x768',
  '768x1344',
  '1536x640',
  '640x1536',
)

const sdxl = defineModel({
  id: sdxlEngine,
  label: 'SDXL 1.0',
  note: messages.sdxl,
  ...startsFromImage,
  mask: 'hard',
  // `image_strength` belongs to the endpoint without a mask.
  maskedEditLacks: ['strength'],
  imagesPerCall: 10,
  promptCharsMax: 2_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax: 4_294_967_295,
  guidance: { min: 0, max: 35, default: 7 },
  // Up to 150 in older documentation.
  steps: { min: 10, max: 50, default: 30 },
  stylePresets,
  sizes: sdxlSizes,
  // An input image must have one of the output sizes.
  input: images({ maxBytes: 5_000_000, sizes: sdxlSizes.kind === 'list' ? sdxlSizes.sizes : null }),
  formats: ['png'],
  // About 0.9 credits at 30 steps: UNCONFIRMED.
  price: perImage(0.009, asOf, false),
  options: [
    choiceOption('sampler', fieldLabels.sampler, [
      'DDIM',
      'DDPM',
      'K_DPMPP_2M',
      'K_DPMPP_2S_ANCESTRAL',
      'K_DPM_2',
      'K_DPM_2_ANCESTRAL',
      'K_EULER',
      'K_EULER_ANCESTRAL',
      'K_HEUN',
      'K_LMS',
    ]),
    choiceOption('clip_guidance_preset', messages.clipGuidance, [
      ['NONE', optionValues.none],
      ['SIMPLE', optionValues.simple],
      ['FAST_BLUE', optionValues.fastBlue],
      ['FAST_GREEN', optionValues.fastGreen],
      ['SLOW', optionValues.slow],
      ['SLOWER', optionValues.slower],
      ['SLOWEST', optionValues.slowest],
    ]),
  ],
})

/** v1: offered only if the account's list of engines has it. `sdxl` is a short name for the same engine. */
export const sdxlModels: readonly ModelCard[] = [
  sdxl,
  {
    ...sdxl,
    id: 'sdxl',
    aliasOf: sdxlEngine,
    label: 'SDXL 1.0 (sdxl)',
    note: modelNotes.aliasOf({ model: sdxlEngine }),
  },
]

const generators: readonly ModelCard[] = [
  defineModel({
    ...generates,
    id: 'stable-image-core',
    label: 'Stable Image Core',
    note: messages.core,
    stylePresets,
    sizes: ratioList(ratios, [['1.5mp', 1.5]]),
    price: credits(3),
  }),
  defineModel({
    ...generates,
    ...startsFromImage,
    id: 'stable-image-ultra',
    label: 'Stable Image Ultra',
    // Style presets are not among this endpoint's fields (UNCONFIRMED elsewhere), so none are offered.
    note: messages.ultra,
    sizes: oneMegapixel,
    input: images({ maxSidePx: 16_384 }),
    price: credits(8),
  }),
  sd35('large', messages.large, 6.5),
  sd35('large-turbo', messages.largeTurbo, 4),
  sd35('medium', messages.mediumSize, 3.5),
  sd35('flash', messages.flash, 2.5),
]

const editors: readonly ModelCard[] = [
  defineModel({
    ...changesImage,
    ...takesText,
    ...takesMask,
    id: 'inpaint',
    label: messages.inpaint,
    note: modelNotes.inpaints,
    stylePresets,
    price: credits(5),
    options: [growOurselves],
  }),
  defineModel({
    ...changesImage,
    ...takesMask,
    id: 'erase',
    label: messages.erase,
    note: modelNotes.erases,
    prompt: 'none',
    seed: 'yes',
    seedMax,
    price: credits(5),
    options: [growOurselves],
  }),
  defineModel({
    ...changesImage,
    id: 'outpaint',
    label: messages.outpaint,
    // A limit of 1:2.5 is only documented for another endpoint; the service rejects longer images, free of charge.
    note: modelNotes.outpaints,
    prompt: 'optional',
    promptCharsMax: 10_000,
    seed: 'yes',
    seedMax,
    stylePresets,
    price: credits(4),
    options: [
      side('left', modelNotes.extendLeft),
      side('right', modelNotes.extendRight),
      side('up', modelNotes.extendUp),
      side('down', modelNotes.extendDown),
      numberOption('creativity', fieldLabels.creativity, { min: 0, max: 1, default: 0.5 }),
    ],
  }),
  defineModel({
    ...changesImage,
    ...takesText,
    id: 'search-and-replace',
    label: messages.searchAndReplace,
    note: messages.replacesObject,
    stylePresets,
    price: credits(5),
    options: [textOption('search_prompt', messages.objectToReplace, { isRequired: true, maxChars: 10_000 }), growMask],
  }),
  defineModel({
    ...changesImage,
    ...takesText,
    id: 'search-and-recolor',
    label: messages.searchAndRecolor,
    note: messages.recolorsObject,
    stylePresets,
    price: credits(5),
    options: [textOption('select_prompt', messages.objectToRecolor, { isRequired: true, maxChars: 10_000 }), growMask],
  }),
  defineModel({
    ...changesImage,
    id: 'remove-background',
    label: messages.removeBackground,
    note: modelNotes.removesBackground,
    prompt: 'none',
    // JPEG has no transparency and is believed to be rejected: UNCONFIRMED.
    formats: ['png', 'webp'],
    price: credits(5),
  }),
]

const upscalers: readonly ModelCard[] = [
  defineModel({
    ...changesImage,
    id: 'upscale-fast',
    label: messages.upscaleFast,
    note: messages.upscalesFast,
    prompt: 'none',
    // 32 to 1536 px per side, about one megapixel: UNCONFIRMED.
    input: images({ minSidePx: 32, maxSidePx: 1_536, minPixels: 1_024, maxPixels: 1_048_576 }),
    price: credits(2),
    upscaling: upscalingBy(null, [4]),
  }),
  defineModel({
    ...changesImage,
    ...takesText,
    id: 'upscale-conservative',
    label: messages.upscaleConservative,
    note: messages.upscalesConservative,
    price: credits(40),
    options: [numberOption('creativity', fieldLabels.creativity, { min: 0.2, max: 0.5, default: 0.35 })],
  }),
  defineModel({
    ...changesImage,
    ...takesText,
    id: 'upscale-creative',
    label: messages.upscaleCreative,
    note: messages.upscalesCreative,
    stylePresets,
    input: images({ maxPixels: 1_048_576 }),
    price: credits(60),
    // 0 to 0.35 in one document, 0.1 to 0.5 in a newer one: the range both allow.
    options: [numberOption('creativity', fieldLabels.creativity, { min: 0.1, max: 0.35, default: 0.3 })],
  }),
]

/** The v2beta API. */
export const stableImageModels: readonly ModelCard[] = [...generators, ...editors, ...upscalers]
