import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
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

// Facts: the official client and API description, and the vendor's list of credits, read on 2026-11-20.
// One credit is one US cent.

/** Larger files than fit a data URI are uploaded first; 16 MB is what the service fetches from a link. */
const input = inputRule({ maxBytes: 16_000_000, formats: ['png', 'jpeg', 'webp'] })

const common = {
  edits: 'instruction',
  variations: 'emulated',
  hasProgress: true,
  input,
} satisfies Partial<ModelCard>

const notListed: PriceRule = { per: 'unknown', note: 'Billed in credits; the answer says how many.' }

const gen4 = {
  ...common,
  // Three in all, the source among them.
  referencesMax: 2,
  // 1000, less the names of the pictures that are added to the words.
  promptCharsMax: 970,
  seed: 'yes',
  hasSafetySetting: true,
  isSafetyOnlyLoosened: true,
  sizes: gen4Sizes,
} satisfies Partial<ModelCard>

const grounding = switchOption('grounding', 'Look things up', null, 'Lets the model search for what the words name.')
const percent = { isWhole: true, min: 0, max: 100 }

function retired(successor: string, note: string): ModelCard['state'] {
  return { is: 'retired', on: null, successor, isServedElsewhere: false, note }
}

export const runwayModels: readonly ModelCard[] = [
  defineModel({
    ...gen4,
    id: 'gen4_image',
    label: 'Gen-4 Image',
    note: 'Keeps people and things from up to three images.',
    // 5 credits at 720p and 8 at 1080p. Which sizes in between count as which is not written: the dearer is assumed.
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
    note: 'Fast; needs an image to go by.',
    picturesMin: 1,
    price: perImage(0.02, '2026-11-20'),
  }),
  defineModel({
    ...common,
    id: 'gemini_2.5_flash',
    label: 'Gemini 2.5 Flash Image',
    note: 'Google’s, through Runway.',
    referencesMax: 2,
    promptCharsMax: 5_470,
    sizes: gemini25FlashSizes,
    price: perImage(0.05, '2026-11-20'),
  }),
  defineModel({
    ...common,
    id: 'gemini_image3_pro',
    label: 'Gemini 3 Pro Image',
    note: 'Google’s, through Runway; up to 4K.',
    referencesMax: 13,
    promptCharsMax: 5_370,
    sizes: gemini3ProSizes,
    price: notListed,
  }),
  defineModel({
    ...common,
    id: 'gemini_image3.1_flash',
    label: 'Gemini 3.1 Flash Image',
    note: 'Google’s, through Runway; from thumbnails to 4K.',
    referencesMax: 13,
    promptCharsMax: 5_370,
    sizes: gemini31FlashSizes,
    price: notListed,
  }),
  defineModel({
    ...common,
    id: 'gpt_image_2',
    label: 'GPT Image 2',
    note: 'OpenAI’s, through Runway.',
    referencesMax: 15,
    promptCharsMax: 31_800,
    imagesPerCall: 4,
    qualities: ['draft', 'standard', 'hd'],
    sizes: gpt2Sizes,
    price: notListed,
    options: [choiceOption('background', 'Background', ['auto', 'opaque'])],
  }),
  defineModel({
    ...common,
    id: 'seedream5_pro',
    label: 'Seedream 5 Pro',
    note: 'ByteDance’s, through Runway.',
    referencesMax: 9,
    promptCharsMax: 4_000,
    imagesPerCall: 4,
    formats: ['png', 'jpeg'],
    sizes: seedreamProSizes,
    price: notListed,
    options: [grounding],
  }),
  defineModel({
    ...common,
    id: 'seedream5_lite',
    label: 'Seedream 5 Lite',
    note: 'ByteDance’s, through Runway; large images, fast.',
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
    note: 'Enlarges an image 2 to 16 times, up to 25 megapixels.',
    canGenerate: false,
    edits: 'own',
    picturesMin: 1,
    prompt: 'none',
    hasProgress: true,
    sizes: { kind: 'source' },
    // 25.3 megapixels may come out; enlarged twice that is a quarter of it.
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
        'Enlarge',
        [
          [2, '2 ×'],
          [4, '4 ×'],
          [8, '8 ×'],
          [16, '16 ×'],
        ],
        { default: 2 },
      ),
      choiceOption('flavor', 'Kind of image', ['sublime', 'photo', 'photo_denoiser']),
      numberOption('sharpen', 'Sharpen', percent),
      numberOption('smartGrain', 'Grain', percent),
      numberOption('ultraDetail', 'Detail', percent),
    ],
  }),
  defineModel({
    id: 'gen3a_turbo',
    label: 'Gen-3 Alpha Turbo',
    state: retired('gen4_image_turbo', 'It made videos from images, never images, and takes no new work.'),
    canGenerate: false,
    sizes: sizeList('1280x768', '768x1280'),
    price: { per: 'unknown', note: 'No longer served.' },
  }),
  defineModel({
    id: 'gen2',
    label: 'Gen-2',
    state: retired('gen4_image', 'It was part of Runway’s web app only: the API never had it.'),
    canGenerate: false,
    sizes: sizeList('1280x768', '768x1280'),
    price: { per: 'unknown', note: 'Never part of the API.' },
  }),
]
