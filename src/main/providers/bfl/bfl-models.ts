import type { InputRule, ModelCard, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import { defineModel, inputRule, numberOption, perImage, ratioList, switchOption } from '../core/define-model.ts'

const asOf = '2026-11-20'

/** Largest picture that FLUX.2 and the tools make. */
export const canvasPixelsMax = 4_194_304

/** 20 MB a picture; for FLUX.3 of its base64 text, which is a third longer. */
function pictures(own: Partial<InputRule> = {}): InputRule {
  return inputRule({ minSidePx: 256, maxBytes: 14_000_000, formats: ['png', 'jpeg', 'webp'], ...own })
}

const common = {
  seed: 'yes',
  // Any whole number, by the description; this much fits everywhere.
  seedMax: 2_147_483_647,
  hasSafetySetting: true,
  // The service's own default is JPEG for most; what is edited further is better kept without loss.
  formats: ['png', 'jpeg', 'webp'],
} satisfies Partial<ModelCard>

const upsampling = switchOption('prompt_upsampling', 'Let the service enrich the prompt', false)

const flux1Sizes: SizeRule = {
  kind: 'grid',
  multiplePx: 32,
  minSidePx: 256,
  maxSidePx: 1_440,
  minPixels: 65_536,
  maxPixels: 2_073_600,
  maxRatio: 5.625,
  default: { widthPx: 1_024, heightPx: 768 },
}

/** `image_prompt` (Redux): the words may be left out then, and the picture is varied. */
const goesByPicture = { variations: 'native', referencesMax: 1, input: pictures() } satisfies Partial<ModelCard>

const pro11 = defineModel({
  ...common,
  ...goesByPicture,
  id: 'flux-pro-1.1',
  label: 'FLUX1.1 [pro]',
  note: 'Fast and dependable; varies an image.',
  sizes: flux1Sizes,
  price: perImage(0.04, asOf),
  options: [upsampling],
})

const ultra = defineModel({
  ...common,
  ...goesByPicture,
  id: 'flux-pro-1.1-ultra',
  label: 'FLUX1.1 [pro] ultra',
  note: 'Four megapixels; raw looks less processed.',
  sizes: ratioList(['16:9', '1:1', '21:9', '3:2', '4:3', '5:4', '4:5', '3:4', '2:3', '9:16', '9:21'], [['4mp', 4]]),
  price: perImage(0.06, asOf),
  options: [
    switchOption('raw', 'Raw: less processed, more natural', false),
    numberOption('image_prompt_strength', 'Weight of the image', {
      min: 0,
      max: 1,
      hint: 'How closely an image that is given is followed. The service takes 0.1 where nothing is set.',
    }),
    upsampling,
  ],
})

const flux1: readonly ModelCard[] = [
  pro11,
  {
    ...pro11,
    id: 'flux-1.1-pro',
    aliasOf: pro11.id,
    label: 'FLUX1.1 [pro] (flux-1.1-pro)',
    note: 'Another name for flux-pro-1.1.',
  },
  ultra,
  {
    ...ultra,
    id: 'flux-1.1-ultra',
    aliasOf: ultra.id,
    label: 'FLUX1.1 [pro] ultra (flux-1.1-ultra)',
    note: 'Another name for flux-pro-1.1-ultra.',
  },
  defineModel({
    ...common,
    ...goesByPicture,
    id: 'flux-dev',
    label: 'FLUX.1 [dev]',
    note: 'The open model, with steps and guidance.',
    sizes: flux1Sizes,
    guidance: { min: 1.5, max: 5, default: 3 },
    steps: { min: 1, max: 50, default: 28 },
    price: perImage(0.025, asOf, false),
    options: [upsampling],
  }),
]

const changesPicture = {
  ...common,
  canGenerate: false,
  edits: 'own',
  prompt: 'optional',
  sizes: { kind: 'source' },
  input: pictures(),
} satisfies Partial<ModelCard>

const fillSettings = {
  guidance: { min: 1.5, max: 100, default: 60 },
  steps: { min: 15, max: 50, default: 50 },
} satisfies Partial<ModelCard>

function side(name: string, label: string) {
  return numberOption(name, `Extend ${label}, pixels`, { isWhole: true, min: 0, max: 2_048, default: 0 })
}
const margins = [side('top', 'up'), side('bottom', 'down'), side('left', 'left'), side('right', 'right')]

const tools: readonly ModelCard[] = [
  defineModel({
    ...changesPicture,
    ...fillSettings,
    id: 'flux-pro-1.0-fill',
    label: 'FLUX.1 Fill [pro]',
    note: 'Repaints what is masked, by a prompt.',
    mask: 'hard',
    needsMask: true,
    price: perImage(0.05, asOf),
    options: [upsampling],
  }),
  defineModel({
    ...changesPicture,
    id: 'flux-tools/erase-v1',
    label: 'FLUX Erase',
    note: 'Removes what is masked; takes no prompt.',
    prompt: 'none',
    mask: 'hard',
    needsMask: true,
    formats: ['png', 'jpeg'],
    // A reseller's figure: $0.03 and 0.4 cents a megapixel.
    price: { per: 'megapixel', asOf, isSure: false, firstUsd: 0.034, nextUsd: 0.004, inputUsd: 0 },
    options: [
      // The service's own default is 10; Atelier has grown and feathered the mask already.
      numberOption('dilate_pixels', 'Widen the mask further, pixels', { isWhole: true, min: 0, max: 25, default: 0 }),
    ],
  }),
  defineModel({
    ...changesPicture,
    ...fillSettings,
    id: 'flux-pro-1.0-expand',
    label: 'FLUX.1 Expand [pro]',
    note: 'Extends the image beyond its edges.',
    price: perImage(0.05, asOf, false),
    options: [...margins, upsampling],
  }),
  defineModel({
    ...changesPicture,
    id: 'flux-tools/outpainting-v1',
    label: 'FLUX Outpainting',
    note: 'Extends the image beyond its edges, up to four megapixels.',
    qualities: ['draft', 'standard'],
    formats: ['png', 'jpeg'],
    input: pictures({ maxPixels: canvasPixelsMax }),
    price: { per: 'unknown', note: 'BFL tells the price of an outpainting when it is asked for.' },
    options: [...margins, switchOption('auto_crop', 'Crop away what did not turn out', null)],
  }),
]

const byInstruction = {
  ...common,
  edits: 'instruction',
  variations: 'emulated',
  input: pictures({ maxPixels: canvasPixelsMax }),
} satisfies Partial<ModelCard>

function kontext(name: 'pro' | 'max', note: string, usd: number): ModelCard {
  return defineModel({
    ...byInstruction,
    id: `flux-kontext-${name}`,
    label: `FLUX.1 Kontext [${name}]`,
    note,
    referencesMax: 3,
    // The text says 21:9 to 9:21.
    sizes: ratioList(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', '9:21'], [['1mp', 1]]),
    price: perImage(usd, asOf),
    options: [upsampling],
  })
}

const flux2Sizes: SizeRule = {
  kind: 'grid',
  multiplePx: 16,
  minSidePx: 64,
  maxSidePx: 4_096,
  minPixels: 4_096,
  maxPixels: canvasPixelsMax,
  maxRatio: 8,
  default: { widthPx: 1_024, heightPx: 1_024 },
}

/** In cents: the first megapixel, each further one, and each that goes in. */
function perMegapixel(first: number, next: number): PriceRule {
  return { per: 'megapixel', asOf, isSure: true, firstUsd: first / 100, nextUsd: next / 100, inputUsd: next / 100 }
}

function flux2(name: string, own: Partial<ModelCard> & Pick<ModelCard, 'price' | 'note'>): ModelCard {
  const isSmall = name.startsWith('klein')
  return defineModel({
    ...byInstruction,
    id: `flux-2-${name}`,
    label: `FLUX.2 [${name.replaceAll('-', ' ')}]`,
    referencesMax: isSmall ? 3 : 7,
    sizes: flux2Sizes,
    input: pictures({ multiplePx: 16, minSidePx: 64, maxPixels: canvasPixelsMax }),
    ...own,
  })
}

/** These enrich a prompt by themselves. */
const keepPrompt = [
  switchOption('disable_pup', 'Take the prompt as it is written', false, 'Else the service enriches it first.'),
]

const flux2Models: readonly ModelCard[] = [
  flux2('pro', { note: 'Up to eight images, four megapixels.', price: perMegapixel(3, 1.5), options: keepPrompt }),
  flux2('max', { note: 'The best of the family.', price: perMegapixel(7, 3), options: keepPrompt }),
  flux2('flex', {
    note: 'With steps and guidance; good at lettering.',
    guidance: { min: 1.5, max: 10, default: 5 },
    steps: { min: 1, max: 50, default: 50 },
    price: perMegapixel(5, 5),
    options: [switchOption('prompt_upsampling', 'Let the service enrich the prompt', true)],
  }),
  flux2('klein-9b', { note: 'Small, fast and cheap.', price: perMegapixel(1.5, 0.2) }),
  flux2('klein-4b', { note: 'The smallest, fastest and cheapest.', price: perMegapixel(1.4, 0.1) }),
  flux2('pro-preview', { note: 'What the next pro will be.', price: perMegapixel(3, 1.5), options: keepPrompt }),
  flux2('klein-9b-preview', { note: 'What the next klein 9B will be.', price: perMegapixel(1.5, 0.2) }),
]

const flux3 = defineModel({
  ...byInstruction,
  id: 'flux-3-image',
  label: 'FLUX.3',
  note: 'The newest; up to ten images and 4K.',
  seed: 'no',
  formats: [],
  referencesMax: 9,
  sizes: ratioList(
    ['1:1', '21:9', '2:1', '16:9', '3:2', '7:5', '4:3', '5:4', '4:5', '3:4', '5:7', '2:3', '9:16', '1:2', '9:21'],
    [
      ['1k', 1],
      ['768sq', 0.5625],
      ['1.5k', 2.25],
      ['2k', 4],
      ['4k', 16],
    ],
  ),
  input: pictures(),
  // By resolution, as others read the vendor's price page. 1.5k is not on it: the price of 2k is taken.
  price: {
    per: 'image',
    asOf,
    isSure: false,
    rows: [
      { quality: null, maxPixels: 600_000, usd: 0.041 },
      { quality: null, maxPixels: 1_060_000, usd: 0.048 },
      { quality: null, maxPixels: 4_200_000, usd: 0.1 },
      { quality: null, maxPixels: null, usd: 0.607 },
    ],
  },
  options: [
    switchOption(
      'grounding',
      'Let the service search the web first',
      false,
      'It does so by itself unless told not to.',
    ),
  ],
})

const retired: readonly ModelCard[] = [
  defineModel({
    id: 'flux-pro',
    label: 'FLUX.1 [pro]',
    state: { is: 'retired', on: null, successor: 'flux-pro-1.1', isServedElsewhere: false, note: null },
    sizes: flux1Sizes,
    price: { per: 'unknown', note: 'No longer sold.' },
  }),
  defineModel({
    id: 'flux-schnell',
    label: 'FLUX.1 [schnell]',
    state: {
      is: 'retired',
      on: null,
      successor: 'flux-2-klein-4b',
      isServedElsewhere: false,
      note: "BFL's own API has no schnell; fal and Replicate serve it.",
    },
    sizes: flux1Sizes,
    price: { per: 'unknown', note: 'Not sold by BFL.' },
  }),
]

export const bflModels: readonly ModelCard[] = [
  ...flux2Models,
  flux3,
  kontext('pro', 'Changes an image by an instruction.', 0.04),
  kontext('max', 'Kontext at its best.', 0.08),
  ...flux1,
  ...tools,
  ...retired,
]
