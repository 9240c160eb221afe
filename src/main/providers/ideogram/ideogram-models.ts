import type { InputRule, ModelCard, OptionField, PriceRule } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/ideogram.ts'
import * as fieldLabels from '../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import * as optionValues from '../../../shared/messages/en/option-values.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  perImage,
  ratioList,
  sizeList,
  upscalingBy,
} from '../core/define-model.ts'
import { v3Sizes, v45Sizes, v4Sizes } from './ideogram-sizes.ts'
import { v3StylePresets } from './ideogram-style-presets.ts'

const asOf = '2026-11-20'

/** USD per image, by speed or quality. If none is requested, the middle one is sent. */
function byQuality(draft: number, standard: number, hd: number): PriceRule {
  const row = { maxPixels: null }
  return {
    per: 'image',
    asOf,
    isSure: true,
    rows: [
      { ...row, quality: 'draft', usd: draft },
      { ...row, quality: 'hd', usd: hd },
      { ...row, quality: null, usd: standard },
    ],
  }
}

function images(overrides: Partial<InputRule> = {}): InputRule {
  return inputRule({ maxBytes: 10_000_000, formats: ['png', 'jpeg', 'webp'], ...overrides })
}

/** Off by default, so that the prompt is drawn as written; the rewritten prompt is returned with the image. */
function magicPrompt(name: string, letters: (word: string) => string): OptionField {
  const choices = [
    [letters('auto'), optionValues.auto],
    [letters('on'), optionValues.on],
    [letters('off'), optionValues.off],
  ] as const
  return choiceOption(name, modelNotes.magicPrompt, choices, {
    default: letters('off'),
    hint: messages.magicPromptHint,
  })
}
const upper = (word: string) => word.toUpperCase()
const lower = (word: string) => word

const common = {
  seed: 'yes',
  seedMax: 2_147_483_647,
  imagesPerCall: 8,
} satisfies Partial<ModelCard>

/** `image_weight` 1 to 100 is inverted strength: 100 = as close to the image as possible. */
const remixes = {
  edits: 'strength',
  variations: 'emulated',
  strength: { min: 0, max: 0.99, default: 0.5 },
  input: images(),
} satisfies Partial<ModelCard>

const repaintsBlack = { mask: 'hard', maskPolarity: 'black' } satisfies Partial<ModelCard>
/** 3.0 and 2.0 repaint with an endpoint that has no image weight, negative prompt or size. */
const repaintsByItself = {
  ...repaintsBlack,
  maskedEditLacks: ['strength', 'negativePrompt', 'size'],
} satisfies Partial<ModelCard>

/** Color palettes to follow, by name. */
const palette = choiceOption('color_palette', messages.colorPalette, [
  ['EMBER', optionValues.ember],
  ['FRESH', optionValues.fresh],
  ['JUNGLE', optionValues.jungle],
  ['MAGIC', optionValues.magic],
  ['MELON', optionValues.melon],
  ['MOSAIC', optionValues.mosaic],
  ['PASTEL', optionValues.pastel],
  ['ULTRAMARINE', optionValues.ultramarine],
])
const v3StyleType = choiceOption('style_type', fieldLabels.style, [
  ['AUTO', optionValues.auto],
  ['GENERAL', optionValues.general],
  ['REALISTIC', optionValues.realistic],
  ['DESIGN', optionValues.design],
  ['FICTION', optionValues.fiction],
  ['STYLIZED', optionValues.stylized],
])
const v3Magic = magicPrompt('magic_prompt', upper)

const v3 = {
  ...common,
  promptCharsMax: 10_000,
  qualities: ['draft', 'standard', 'hd'],
  price: byQuality(0.03, 0.06, 0.09),
} satisfies Partial<ModelCard>

/** With an image of a person to keep. */
const v3Character = { price: byQuality(0.1, 0.15, 0.2) }

/** Style references are limited to 10 MB in total. */
const v3Styled = {
  ...v3,
  stylePresets: [...v3StylePresets],
  referencesMax: 3,
  referenceForm: 'style',
} satisfies Partial<ModelCard>
const changesImage = { canGenerate: false, edits: 'own', input: images() } satisfies Partial<ModelCard>

const v3Models: readonly ModelCard[] = [
  defineModel({
    ...v3Styled,
    ...remixes,
    ...repaintsByItself,
    character: v3Character,
    id: 'ideogram-v3',
    label: 'Ideogram 3.0',
    note: messages.v3,
    hasNegativePrompt: true,
    sizes: sizeList(...v3Sizes),
    options: [v3Magic, v3StyleType, palette],
  }),
  defineModel({
    ...v3,
    id: 'ideogram-v3-transparent',
    label: 'Ideogram 3.0 transparent',
    note: messages.v3Transparent,
    hasNegativePrompt: true,
    sizes: ratioList(
      ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '16:10', '10:16', '2:1', '1:2', '3:1', '1:3'],
      [['1k', 1]],
    ),
    price: byQuality(0.04, 0.07, 0.1),
    options: [
      v3Magic,
      choiceOption('upscale_factor', fieldLabels.scale, [
        ['X1', optionValues.off],
        ['X2', modelNotes.timesFactor({ factor: 2 })],
        ['X4', modelNotes.timesFactor({ factor: 4 })],
      ]),
    ],
  }),
  defineModel({
    ...v3Styled,
    ...changesImage,
    id: 'ideogram-v3-reframe',
    label: 'Ideogram 3.0 reframe',
    note: messages.reframes,
    prompt: 'none',
    sizes: sizeList(...v3Sizes),
    options: [palette],
  }),
  defineModel({
    ...v3Styled,
    ...changesImage,
    id: 'ideogram-v3-replace-background',
    label: messages.replaceBackground,
    note: messages.replacesBackground,
    sizes: { kind: 'source' },
    options: [v3Magic, palette],
  }),
]

const v4 = {
  ...common,
  promptCharsMax: 10_000,
  qualities: ['draft', 'standard', 'hd'],
  price: byQuality(0.03, 0.06, 0.1),
} satisfies Partial<ModelCard>

const v45 = defineModel({
  ...v4,
  id: 'ideogram-4-5',
  label: 'Ideogram 4.5',
  note: messages.v45,
  sizes: sizeList(...v45Sizes),
  options: [magicPrompt('magic_prompt', lower)],
})

const v45Edit = defineModel({
  ...v4,
  ...repaintsBlack,
  id: 'ideogram-4-5-edit',
  label: messages.preciseEdit,
  note: messages.editsPrecisely,
  canGenerate: false,
  edits: 'instruction',
  variations: 'emulated',
  // Four, including the mask if there is one.
  referencesMax: 3,
  sizes: { kind: 'source' },
  input: images({ minSidePx: 256, maxRatio: 6, maxBytes: 20_000_000 }),
  price: byQuality(0.03, 0.06, 0.22),
})

/**
 * Ideogram’s pages did not name them yet: fields and sizes are those of 4.5, with the native 4K that was announced, and only
 * resellers name a price. Offered where the service has their endpoints.
 */
const found = {
  price: { per: 'unknown', note: modelNotes.priceUnknownYet },
  origin: 'live',
} satisfies Partial<ModelCard>
export const v46: ModelCard = {
  ...v45,
  ...found,
  id: 'ideogram-4-6',
  label: 'Ideogram 4.6',
  note: messages.v46,
  sizes: sizeList(...v45Sizes, '4096x4096'),
}
export const v46Edit: ModelCard = { ...v45Edit, ...found, id: 'ideogram-4-6-edit', label: messages.preciseEdit46 }

const v4Models: readonly ModelCard[] = [
  v45,
  v45Edit,
  defineModel({
    ...v4,
    id: 'ideogram-4',
    label: 'Ideogram 4.0',
    note: messages.v4,
    sizes: sizeList(...v4Sizes),
    options: [magicPrompt('magic_prompt', lower)],
  }),
  defineModel({
    ...v4,
    ...remixes,
    id: 'ideogram-4-remix',
    label: 'Ideogram 4.0 remix',
    note: messages.v4Remix,
    canGenerate: false,
    seed: 'no',
    sizes: sizeList(...v4Sizes),
  }),
]

/** One image in, one out, no prompt. */
const plainTool = {
  ...changesImage,
  prompt: 'none',
  sizes: { kind: 'source' },
} satisfies Partial<ModelCard>

const tools: readonly ModelCard[] = [
  defineModel({
    ...plainTool,
    id: 'ideogram-remove-object',
    label: messages.removeObject,
    note: modelNotes.erases,
    // The only endpoint where white is removed.
    mask: 'hard',
    needsMask: true,
    price: perImage(0.03, asOf),
  }),
  defineModel({
    ...plainTool,
    id: 'ideogram-remove-background',
    label: messages.removeBackground,
    note: modelNotes.removesBackground,
    price: perImage(0.01, asOf),
  }),
  defineModel({
    ...plainTool,
    id: 'ideogram-upscale',
    label: messages.upscale,
    note: modelNotes.upscales,
    price: { per: 'unknown', note: messages.upscalePrice },
    upscaling: upscalingBy('upscale_factor', [2, 4, 8], (factor) => `x${factor}`),
    options: [
      choiceOption(
        'upscale_factor',
        fieldLabels.scale,
        [
          ['x2', modelNotes.timesFactor({ factor: 2 })],
          ['x4', modelNotes.timesFactor({ factor: 4 })],
          ['x8', modelNotes.timesFactor({ factor: 8 })],
        ],
        { default: 'x2' },
      ),
    ],
  }),
  defineModel({
    ...plainTool,
    ...common,
    id: 'V_2_UPSCALE',
    label: messages.olderUpscale,
    note: messages.olderUpscaler,
    prompt: 'optional',
    price: { per: 'unknown', note: modelNotes.priceNotPublished },
    options: [
      numberOption('resemblance', messages.resemblance, { isWhole: true, min: 1, max: 100, default: 50 }),
      numberOption('detail', fieldLabels.detail, { isWhole: true, min: 1, max: 100, default: 50 }),
      magicPrompt('magic_prompt_option', upper),
    ],
  }),
]

const legacyMagic = magicPrompt('magic_prompt_option', upper)
const legacyStyles = ['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN', 'RENDER_3D', 'ANIME']

function legacy(id: string, label: string, usd: number, overrides: Partial<ModelCard> = {}): ModelCard {
  return defineModel({
    ...common,
    ...remixes,
    id,
    label,
    note: messages.olderModel,
    hasNegativePrompt: true,
    sizes: ratioList(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '16:10', '10:16', '3:1', '1:3'], [['1k', 1]]),
    price: perImage(usd, asOf),
    options: [legacyMagic],
    ...overrides,
  })
}

const v2 = {
  ...repaintsByItself,
  note: messages.olderInpainting,
  // `style_type` in the API.
  stylePresets: legacyStyles,
} satisfies Partial<ModelCard>
const v2a = { hasNegativePrompt: false, stylePresets: legacyStyles } satisfies Partial<ModelCard>

const legacyModels: readonly ModelCard[] = [
  legacy('V_2', 'Ideogram 2.0', 0.08, v2),
  legacy('V_2_TURBO', 'Ideogram 2.0 turbo', 0.05, v2),
  legacy('V_2A', 'Ideogram 2a', 0.04, v2a),
  legacy('V_2A_TURBO', 'Ideogram 2a turbo', 0.025, v2a),
  legacy('V_1', 'Ideogram 1.0', 0.06),
  legacy('V_1_TURBO', 'Ideogram 1.0 turbo', 0.02),
]

export const ideogramModels: readonly ModelCard[] = [...v3Models, ...v4Models, ...tools, ...legacyModels]
