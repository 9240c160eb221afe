import type { InputRule, ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
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

/** A whole request may have 10 MiB; a mask takes little of it. */
function pictures(own: Partial<InputRule> = {}): InputRule {
  return inputRule({
    minPixels: 4_096,
    maxPixels: 9_437_184,
    maxBytes: 8_500_000,
    formats: ['png', 'jpeg', 'webp'],
    ...own,
  })
}

const generates = {
  promptCharsMax: 10_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax,
  formats,
} satisfies Partial<ModelCard>

/** Words and a picture it starts from; 0 = the picture as it was. */
const startsFromPicture = {
  edits: 'strength',
  variations: 'emulated',
  strength: { min: 0, max: 1, default: 0.65 },
} satisfies Partial<ModelCard>

const oneMegapixel = ratioList(ratios, [['1mp', 1]])

/** Turbo and flash are said to pay little heed to a negative prompt, and to want a guidance near 1: UNCONFIRMED. */
function sd35(name: string, note: string, priceCredits: number): ModelCard {
  return defineModel({
    ...generates,
    ...startsFromPicture,
    id: `sd3.5-${name}`,
    label: `Stable Diffusion 3.5 ${name.replaceAll('-', ' ')}`,
    note,
    guidance: { min: 1, max: 10, default: null },
    stylePresets,
    sizes: oneMegapixel,
    input: pictures(),
    price: credits(priceCredits),
  })
}

const changesPicture = {
  canGenerate: false,
  edits: 'own',
  sizes: { kind: 'source' },
  input: pictures(),
  formats,
} satisfies Partial<ModelCard>

const takesWords = {
  promptCharsMax: 10_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax,
} satisfies Partial<ModelCard>
const takesMask = { mask: 'hard', maskPolarity: 'white', needsMask: true } satisfies Partial<ModelCard>

/** The service's own default is 5; Atelier has grown and feathered the mask already. */
const growOurselves = numberOption('grow_mask', 'Widen the mask further, pixels', {
  isWhole: true,
  min: 0,
  max: 20,
  default: 0,
})
const growMask = numberOption('grow_mask', 'Widen what was found, pixels', { isWhole: true, min: 0, max: 20 })

function side(name: 'left' | 'right' | 'up' | 'down') {
  return numberOption(name, `Extend ${name}, pixels`, { isWhole: true, min: 0, max: 2_000, default: 0 })
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
  note: 'The older engine with steps, samplers and up to ten images a call.',
  ...startsFromPicture,
  mask: 'hard',
  // `image_strength` belongs to the endpoint without a mask.
  maskedEditLacks: ['strength'],
  imagesPerCall: 10,
  promptCharsMax: 2_000,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax: 4_294_967_295,
  guidance: { min: 0, max: 35, default: 7 },
  // Up to 150 in older documents.
  steps: { min: 10, max: 50, default: 30 },
  stylePresets,
  sizes: sdxlSizes,
  // A picture that is sent must have one of the sizes that come out.
  input: pictures({ maxBytes: 5_000_000, sizes: sdxlSizes.kind === 'list' ? sdxlSizes.sizes : null }),
  formats: ['png'],
  // About 0.9 credits at 30 steps: UNCONFIRMED.
  price: perImage(0.009, asOf, false),
  options: [
    choiceOption('sampler', 'Sampler', [
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
    choiceOption('clip_guidance_preset', 'CLIP guidance', [
      'NONE',
      'SIMPLE',
      'FAST_BLUE',
      'FAST_GREEN',
      'SLOW',
      'SLOWER',
      'SLOWEST',
    ]),
  ],
})

/** v1: offered only where the account's list of engines has it. `sdxl` is a short name for the same engine. */
export const sdxlModels: readonly ModelCard[] = [
  sdxl,
  { ...sdxl, id: 'sdxl', aliasOf: sdxlEngine, label: 'SDXL 1.0 (sdxl)', note: `Another name for ${sdxlEngine}.` },
]

const generators: readonly ModelCard[] = [
  defineModel({
    ...generates,
    id: 'stable-image-core',
    label: 'Stable Image Core',
    note: 'Fast and cheap, 1.5 megapixels, from words alone.',
    stylePresets,
    sizes: ratioList(ratios, [['1.5mp', 1.5]]),
    price: credits(3),
  }),
  defineModel({
    ...generates,
    ...startsFromPicture,
    id: 'stable-image-ultra',
    label: 'Stable Image Ultra',
    // Style presets are not among this endpoint's fields (UNCONFIRMED elsewhere), so none are offered.
    note: 'The best quality of the family; also starts from an image.',
    sizes: oneMegapixel,
    input: pictures({ maxSidePx: 16_384 }),
    price: credits(8),
  }),
  sd35('large', 'The largest open model of the family.', 6.5),
  sd35('large-turbo', 'Few steps, fast; hardly heeds a negative prompt.', 4),
  sd35('medium', 'Smaller and cheaper.', 3.5),
  sd35('flash', 'The fastest; hardly heeds a negative prompt.', 2.5),
]

const editors: readonly ModelCard[] = [
  defineModel({
    ...changesPicture,
    ...takesWords,
    ...takesMask,
    id: 'inpaint',
    label: 'Inpaint',
    note: 'Repaints what is masked, by a prompt.',
    stylePresets,
    price: credits(5),
    options: [growOurselves],
  }),
  defineModel({
    ...changesPicture,
    ...takesMask,
    id: 'erase',
    label: 'Erase',
    note: 'Removes what is masked; takes no prompt.',
    prompt: 'none',
    seed: 'yes',
    seedMax,
    price: credits(5),
    options: [growOurselves],
  }),
  defineModel({
    ...changesPicture,
    id: 'outpaint',
    label: 'Outpaint',
    // A limit of 1:2.5 is documented for another endpoint only; what is too long is answered by the service, free.
    note: 'Extends the image beyond its edges.',
    prompt: 'optional',
    promptCharsMax: 10_000,
    seed: 'yes',
    seedMax,
    stylePresets,
    price: credits(4),
    options: [
      side('left'),
      side('right'),
      side('up'),
      side('down'),
      numberOption('creativity', 'Creativity', { min: 0, max: 1, default: 0.5 }),
    ],
  }),
  defineModel({
    ...changesPicture,
    ...takesWords,
    id: 'search-and-replace',
    label: 'Search and replace',
    note: 'Finds a thing by words and puts another in its place.',
    stylePresets,
    price: credits(5),
    options: [textOption('search_prompt', 'What to replace', { isRequired: true, maxChars: 10_000 }), growMask],
  }),
  defineModel({
    ...changesPicture,
    ...takesWords,
    id: 'search-and-recolor',
    label: 'Search and recolor',
    note: 'Finds a thing by words and gives it other colors.',
    stylePresets,
    price: credits(5),
    options: [textOption('select_prompt', 'What to recolor', { isRequired: true, maxChars: 10_000 }), growMask],
  }),
  defineModel({
    ...changesPicture,
    id: 'remove-background',
    label: 'Remove background',
    note: 'Cuts the subject out; the rest becomes transparent.',
    prompt: 'none',
    // JPEG has no transparency and is believed to be rejected: UNCONFIRMED.
    formats: ['png', 'webp'],
    price: credits(5),
  }),
]

const upscalers: readonly ModelCard[] = [
  defineModel({
    ...changesPicture,
    id: 'upscale-fast',
    label: 'Upscale, fast',
    note: 'Four times the size in about a second; adds nothing.',
    prompt: 'none',
    // 32 to 1536 px a side, about one megapixel: UNCONFIRMED.
    input: pictures({ minSidePx: 32, maxSidePx: 1_536, minPixels: 1_024, maxPixels: 1_048_576 }),
    price: credits(2),
    upscaling: upscalingBy(null, [4]),
  }),
  defineModel({
    ...changesPicture,
    ...takesWords,
    id: 'upscale-conservative',
    label: 'Upscale, conservative',
    note: 'To four megapixels, close to the original.',
    price: credits(40),
    options: [numberOption('creativity', 'Creativity', { min: 0.2, max: 0.5, default: 0.35 })],
  }),
  defineModel({
    ...changesPicture,
    ...takesWords,
    id: 'upscale-creative',
    label: 'Upscale, creative',
    note: 'To 4K, inventing detail; takes minutes.',
    stylePresets,
    input: pictures({ maxPixels: 1_048_576 }),
    price: credits(60),
    // 0 to 0.35 in one document, 0.1 to 0.5 in a newer one: what both allow.
    options: [numberOption('creativity', 'Creativity', { min: 0.1, max: 0.35, default: 0.3 })],
  }),
]

/** The v2beta API. */
export const stableImageModels: readonly ModelCard[] = [...generators, ...editors, ...upscalers]
