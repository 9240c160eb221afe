import type { InputRule, ModelCard, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/bfl.ts'
import * as fieldLabels from '../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import { defineModel, inputRule, numberOption, perImage, ratioList, switchOption } from '../core/define-model.ts'

const asOf = '2026-11-20'

/** Size of the largest image that FLUX.2 and the tools make. */
export const canvasPixelsMax = 4_194_304

/** 20 MB per image; for FLUX.3 this counts the base64 text, which is a third longer. */
function images(overrides: Partial<InputRule> = {}): InputRule {
  return inputRule({ minSidePx: 256, maxBytes: 14_000_000, formats: ['png', 'jpeg', 'webp'], ...overrides })
}

const common = {
  seed: 'yes',
  // Any whole number according to the API description; this maximum fits everywhere.
  seedMax: 2_147_483_647,
  hasSafetySetting: true,
  // The service's own default is JPEG for most; lossless is better for images that are edited further.
  formats: ['png', 'jpeg', 'webp'],
} satisfies Partial<ModelCard>

const upsampling = switchOption('prompt_upsampling', fieldLabels.rewritePrompt, false)

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

/** `image_prompt` (Redux): the prompt may be left out then, and the image is varied. */
const goesByImage = {
  variations: 'native',
  referencesMax: 1,
  // As `image_prompt`, which the words do not speak of.
  referenceForm: 'unnamed',
  input: images(),
} satisfies Partial<ModelCard>

const pro11 = defineModel({
  ...common,
  ...goesByImage,
  id: 'flux-pro-1.1',
  label: 'FLUX1.1 [pro]',
  note: messages.reliable,
  sizes: flux1Sizes,
  price: perImage(0.04, asOf),
  options: [upsampling],
})

const ultra = defineModel({
  ...common,
  ...goesByImage,
  id: 'flux-pro-1.1-ultra',
  label: 'FLUX1.1 [pro] ultra',
  note: messages.ultra,
  sizes: ratioList(['16:9', '1:1', '21:9', '3:2', '4:3', '5:4', '4:5', '3:4', '2:3', '9:16', '9:21'], [['4mp', 4]]),
  price: perImage(0.06, asOf),
  options: [
    switchOption('raw', fieldLabels.raw, false, modelNotes.rawHint),
    numberOption('image_prompt_strength', modelNotes.imageStrength, {
      min: 0,
      max: 1,
      hint: messages.imageStrengthHint,
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
    note: modelNotes.aliasOf({ model: pro11.id }),
  },
  ultra,
  {
    ...ultra,
    id: 'flux-1.1-ultra',
    aliasOf: ultra.id,
    label: 'FLUX1.1 [pro] ultra (flux-1.1-ultra)',
    note: modelNotes.aliasOf({ model: ultra.id }),
  },
  defineModel({
    ...common,
    ...goesByImage,
    id: 'flux-dev',
    label: 'FLUX.1 [dev]',
    note: messages.openWeights,
    sizes: flux1Sizes,
    guidance: { min: 1.5, max: 5, default: 3 },
    steps: { min: 1, max: 50, default: 28 },
    price: perImage(0.025, asOf, false),
    options: [upsampling],
  }),
]

const changesImage = {
  ...common,
  canGenerate: false,
  edits: 'own',
  prompt: 'optional',
  sizes: { kind: 'source' },
  input: images(),
} satisfies Partial<ModelCard>

const fillSettings = {
  guidance: { min: 1.5, max: 100, default: 60 },
  steps: { min: 15, max: 50, default: 50 },
} satisfies Partial<ModelCard>

function side(name: string, label: string) {
  return numberOption(name, label, { isWhole: true, min: 0, max: 2_048, default: 0 })
}
const margins = [
  side('top', modelNotes.extendUp),
  side('bottom', modelNotes.extendDown),
  side('left', modelNotes.extendLeft),
  side('right', modelNotes.extendRight),
]

const tools: readonly ModelCard[] = [
  defineModel({
    ...changesImage,
    ...fillSettings,
    id: 'flux-pro-1.0-fill',
    label: 'FLUX.1 Fill [pro]',
    note: modelNotes.inpaints,
    mask: 'hard',
    needsMask: true,
    price: perImage(0.05, asOf),
    options: [upsampling],
  }),
  defineModel({
    ...changesImage,
    id: 'flux-tools/erase-v1',
    label: 'FLUX Erase',
    note: modelNotes.erases,
    prompt: 'none',
    mask: 'hard',
    needsMask: true,
    formats: ['png', 'jpeg'],
    // From a reseller: $0.03 plus 0.4 cents per megapixel.
    price: { per: 'megapixel', asOf, isSure: false, firstUsd: 0.034, nextUsd: 0.004, inputUsd: 0 },
    options: [
      // The service's own default is 10; Atelier has grown and feathered the mask already.
      numberOption('dilate_pixels', modelNotes.growMask, { isWhole: true, min: 0, max: 25, default: 0 }),
    ],
  }),
  defineModel({
    ...changesImage,
    ...fillSettings,
    id: 'flux-pro-1.0-expand',
    label: 'FLUX.1 Expand [pro]',
    note: modelNotes.outpaints,
    price: perImage(0.05, asOf, false),
    options: [...margins, upsampling],
  }),
  defineModel({
    ...changesImage,
    id: 'flux-tools/outpainting-v1',
    label: 'FLUX Outpainting',
    note: messages.outpaintsLarge,
    qualities: ['draft', 'standard'],
    formats: ['png', 'jpeg'],
    input: images({ maxPixels: canvasPixelsMax }),
    price: { per: 'unknown', note: messages.outpaintingPrice },
    options: [...margins, switchOption('auto_crop', modelNotes.autoCrop, null)],
  }),
]

const byInstruction = {
  ...common,
  edits: 'instruction',
  variations: 'emulated',
  input: images({ maxPixels: canvasPixelsMax }),
} satisfies Partial<ModelCard>

function kontext(name: 'pro' | 'max', note: string, usd: number): ModelCard {
  return defineModel({
    ...byInstruction,
    id: `flux-kontext-${name}`,
    label: `FLUX.1 Kontext [${name}]`,
    note,
    referencesMax: 3,
    // The documentation says 21:9 to 9:21.
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

/** In cents: the first megapixel, each further one, and each input megapixel. */
function perMegapixel(first: number, next: number): PriceRule {
  return { per: 'megapixel', asOf, isSure: true, firstUsd: first / 100, nextUsd: next / 100, inputUsd: next / 100 }
}

function flux2(name: string, overrides: Partial<ModelCard> & Pick<ModelCard, 'price' | 'note'>): ModelCard {
  const isSmall = name.startsWith('klein')
  return defineModel({
    ...byInstruction,
    id: `flux-2-${name}`,
    label: `FLUX.2 [${name.replaceAll('-', ' ')}]`,
    referencesMax: isSmall ? 3 : 7,
    sizes: flux2Sizes,
    input: images({ multiplePx: 16, minSidePx: 64, maxPixels: canvasPixelsMax }),
    ...overrides,
  })
}

/** These models enhance a prompt by default. */
const keepPrompt = [switchOption('disable_pup', messages.keepPrompt, false, messages.keepPromptHint)]

const flux2Models: readonly ModelCard[] = [
  flux2('pro', { note: messages.flux2Pro, price: perMegapixel(3, 1.5), options: keepPrompt }),
  flux2('max', { note: messages.flux2Max, price: perMegapixel(7, 3), options: keepPrompt }),
  flux2('flex', {
    note: messages.flux2Flex,
    guidance: { min: 1.5, max: 10, default: 5 },
    steps: { min: 1, max: 50, default: 50 },
    price: perMegapixel(5, 5),
    options: [switchOption('prompt_upsampling', fieldLabels.rewritePrompt, true)],
  }),
  flux2('klein-9b', { note: messages.klein9b, price: perMegapixel(1.5, 0.2) }),
  flux2('klein-4b', { note: messages.klein4b, price: perMegapixel(1.4, 0.1) }),
  flux2('pro-preview', { note: messages.nextPro, price: perMegapixel(3, 1.5), options: keepPrompt }),
  flux2('klein-9b-preview', { note: messages.nextKlein, price: perMegapixel(1.5, 0.2) }),
]

const flux3 = defineModel({
  ...byInstruction,
  id: 'flux-3-image',
  label: 'FLUX.3',
  note: messages.flux3,
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
  input: images(),
  // By resolution, as third parties read the vendor's price page. 1.5k is not on it: the price of 2k is used.
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
  options: [switchOption('grounding', fieldLabels.searchWeb, false, messages.searchWebHint)],
})

/**
 * Its page could not be read: fields and sizes are those of FLUX.3, and only gateways name a price. Offered where the
 * service has it.
 */
export const flux3Klein = defineModel({
  ...flux3,
  id: 'flux-3-image-klein',
  label: 'FLUX.3 [klein]',
  note: messages.flux3Klein,
  price: { per: 'unknown', note: modelNotes.priceUnknownYet },
  options: [],
  origin: 'live',
})

const retired: readonly ModelCard[] = [
  defineModel({
    id: 'flux-pro',
    label: 'FLUX.1 [pro]',
    state: { type: 'retired', on: null, successor: 'flux-pro-1.1', isServedElsewhere: false, note: null },
    sizes: flux1Sizes,
    price: { per: 'unknown', note: modelNotes.discontinued },
  }),
  defineModel({
    id: 'flux-schnell',
    label: 'FLUX.1 [schnell]',
    state: {
      type: 'retired',
      on: null,
      successor: 'flux-2-klein-4b',
      isServedElsewhere: false,
      note: messages.schnellElsewhere,
    },
    sizes: flux1Sizes,
    price: { per: 'unknown', note: messages.schnellPrice },
  }),
]

export const bflModels: readonly ModelCard[] = [
  ...flux2Models,
  flux3,
  kontext('pro', modelNotes.editsByPrompt, 0.04),
  kontext('max', messages.kontextMax, 0.08),
  ...flux1,
  ...tools,
  ...retired,
]
