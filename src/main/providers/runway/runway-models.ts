import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import * as fieldLabels from '../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../shared/messages/en/runway.ts'
import * as optionValues from '../../../shared/messages/en/option-values.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  perImage,
  sizeList,
  switchOption,
  upscalingBy,
} from '../core/define-model.ts'
import {
  gemini25FlashSizes,
  gemini31FlashSizes,
  gemini3ProSizes,
  gen4Sizes,
  gpt2Sizes,
  seedreamLiteSizes,
  seedreamProSizes,
} from './runway-sizes.ts'

// Source: the official client and API description, and the vendor's list of credits, read on 2026-11-20.
// One credit is one US cent.

/** Files too large for a data URI are uploaded first; 16 MB is what the service downloads from a link. */
const input = inputRule({ maxBytes: 16_000_000, formats: ['png', 'jpeg', 'webp'] })

const untagged = {
  edits: 'instruction',
  variations: 'emulated',
  hasProgress: true,
  input,
} satisfies Partial<ModelCard>

const common = { ...untagged, referenceForm: 'tags' } satisfies Partial<ModelCard>

const notListed: PriceRule = { per: 'unknown', note: messages.creditPrice }

const gen4 = {
  ...common,
  // Three in total, including the source.
  referencesMax: 2,
  // 1000, less the names of the images that are appended to the prompt.
  promptCharsMax: 970,
  seed: 'yes',
  hasSafetySetting: true,
  isSafetyOnlyLoosened: true,
  sizes: gen4Sizes,
} satisfies Partial<ModelCard>

const grounding = switchOption('grounding', fieldLabels.searchWeb, null, messages.searchWebHint)
const percent = { isWhole: true, min: 0, max: 100 }

function retired(successor: string, note: string): ModelCard['state'] {
  return { type: 'retired', on: null, successor, isServedElsewhere: false, note }
}

export const runwayModels: readonly ModelCard[] = [
  defineModel({
    ...gen4,
    id: 'gen4_image',
    label: 'Gen-4 Image',
    note: messages.gen4,
    // 5 credits at 720p and 8 at 1080p. How sizes in between count is not documented: the higher price is assumed.
    price: {
      per: 'image',
      asOf: '2026-11-20',
      isSure: false,
      rows: [
        { quality: null, maxPixels: 921_600, usd: 0.05 },
        { quality: null, maxPixels: null, usd: 0.08 },
      ],
    },
  }),
  defineModel({
    ...gen4,
    id: 'gen4_image_turbo',
    label: 'Gen-4 Image Turbo',
    note: messages.gen4Turbo,
    picturesMin: 1,
    price: perImage(0.02, '2026-11-20'),
  }),
  defineModel({
    ...common,
    id: 'gemini_2.5_flash',
    label: 'Gemini 2.5 Flash Image',
    note: messages.google,
    referencesMax: 2,
    promptCharsMax: 5_470,
    sizes: gemini25FlashSizes,
    price: perImage(0.05, '2026-11-20'),
  }),
  defineModel({
    ...common,
    id: 'gemini_image3_pro',
    label: 'Gemini 3 Pro Image',
    note: messages.google4k,
    referencesMax: 13,
    promptCharsMax: 5_370,
    sizes: gemini3ProSizes,
    price: notListed,
  }),
  defineModel({
    ...common,
    id: 'gemini_image3.1_flash',
    label: 'Gemini 3.1 Flash Image',
    note: messages.googleAllSizes,
    referencesMax: 13,
    promptCharsMax: 5_370,
    sizes: gemini31FlashSizes,
    price: notListed,
  }),
  defineModel({
    ...common,
    id: 'gpt_image_2',
    label: 'GPT Image 2',
    note: messages.openai,
    referencesMax: 15,
    promptCharsMax: 31_800,
    imagesPerCall: 4,
    qualities: ['draft', 'standard', 'hd'],
    sizes: gpt2Sizes,
    price: notListed,
    options: [
      choiceOption('background', fieldLabels.background, [
        ['auto', optionValues.auto],
        ['opaque', optionValues.opaque],
      ]),
    ],
  }),
  defineModel({
    ...untagged,
    id: 'seedream5_pro',
    label: 'Seedream 5 Pro',
    note: messages.byteDance,
    referencesMax: 9,
    promptCharsMax: 4_000,
    imagesPerCall: 4,
    formats: ['png', 'jpeg'],
    sizes: seedreamProSizes,
    price: notListed,
    options: [grounding],
  }),
  defineModel({
    ...untagged,
    id: 'seedream5_lite',
    label: 'Seedream 5 Lite',
    note: messages.byteDanceLarge,
    referencesMax: 13,
    promptCharsMax: 4_000,
    imagesPerCall: 4,
    formats: ['png', 'jpeg'],
    sizes: seedreamLiteSizes,
    price: notListed,
    options: [grounding],
  }),
  defineModel({
    id: 'magnific_precision_upscaler_v2',
    label: 'Magnific Precision Upscaler',
    note: messages.magnific,
    canGenerate: false,
    edits: 'own',
    picturesMin: 1,
    prompt: 'none',
    hasProgress: true,
    sizes: { kind: 'source' },
    // The output limit is 25.3 megapixels; for an upscale of each side by two, the input limit is a quarter of it.
    input: inputRule({
      minSidePx: 300,
      maxSidePx: 8_000,
      minPixels: 90_000,
      maxPixels: 6_325_000,
      maxRatio: 26,
      maxBytes: 16_000_000,
      formats: ['png', 'jpeg', 'webp'],
    }),
    price: notListed,
    upscaling: upscalingBy('scaleFactor', [2, 4, 8, 16]),
    options: [
      choiceOption(
        'scaleFactor',
        fieldLabels.scale,
        [2, 4, 8, 16].map((factor) => [factor, modelNotes.timesFactor({ factor })] as const),
        { default: 2 },
      ),
      choiceOption('flavor', messages.imageType, [
        ['sublime', optionValues.sublime],
        ['photo', optionValues.photo],
        ['photo_denoiser', optionValues.photoDenoised],
      ]),
      numberOption('sharpen', messages.sharpen, percent),
      numberOption('smartGrain', messages.grain, percent),
      numberOption('ultraDetail', fieldLabels.detail, percent),
    ],
  }),
  defineModel({
    id: 'gen3a_turbo',
    label: 'Gen-3 Alpha Turbo',
    state: retired('gen4_image_turbo', messages.videoOnly),
    canGenerate: false,
    sizes: sizeList('1280x768', '768x1280'),
    price: { per: 'unknown', note: modelNotes.discontinued },
  }),
  defineModel({
    id: 'gen2',
    label: 'Gen-2',
    state: retired('gen4_image', messages.webAppOnly),
    canGenerate: false,
    sizes: sizeList('1280x768', '768x1280'),
    price: { per: 'unknown', note: messages.neverInApi },
  }),
]
