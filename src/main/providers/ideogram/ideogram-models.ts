import type { InputRule, ModelCard, OptionField, PriceRule } from '../../../shared/domain/model-card.ts'
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

/** USD a picture, by speed or quality. Where none is asked for, the middle one is sent. */
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

function pictures(own: Partial<InputRule> = {}): InputRule {
  return inputRule({ maxBytes: 10_000_000, formats: ['png', 'jpeg', 'webp'], ...own })
}

/** Off, so that what is drawn is what was written; the words it makes of them come back with the picture. */
function magicPrompt(name: string, letters: (word: string) => string): OptionField {
  const choices = (['auto', 'on', 'off'] as const).map((word) => [letters(word), word] as const)
  const hint = 'Ideogram rewrites the prompt before it draws; the words it used are kept with the image.'
  return choiceOption(name, 'Magic prompt', choices, { default: letters('off'), hint })
}
const upper = (word: string) => word.toUpperCase()
const lower = (word: string) => word

const common = {
  seed: 'yes',
  seedMax: 2_147_483_647,
  imagesPerCall: 8,
} satisfies Partial<ModelCard>

/** `image_weight` 1 to 100 the other way round: 100 = as close to the picture as it gets. */
const remixes = {
  edits: 'strength',
  variations: 'emulated',
  strength: { min: 0, max: 0.99, default: 0.5 },
  input: pictures(),
} satisfies Partial<ModelCard>

const repaintsBlack = { mask: 'hard', maskPolarity: 'black' } satisfies Partial<ModelCard>
/** 3.0 and 2.0 repaint by an endpoint that knows neither a weight of the picture, nor what to avoid, nor a size. */
const repaintsByItself = {
  ...repaintsBlack,
  maskedEditLacks: ['strength', 'negativePrompt', 'size'],
} satisfies Partial<ModelCard>

/** Colors to keep to, by name. */
const palette = choiceOption('color_palette', 'Colors', [
  'EMBER',
  'FRESH',
  'JUNGLE',
  'MAGIC',
  'MELON',
  'MOSAIC',
  'PASTEL',
  'ULTRAMARINE',
])
const v3StyleType = choiceOption('style_type', 'Style', [
  'AUTO',
  'GENERAL',
  'REALISTIC',
  'DESIGN',
  'FICTION',
  'STYLIZED',
])
const v3Magic = magicPrompt('magic_prompt', upper)

const v3 = {
  ...common,
  promptCharsMax: 10_000,
  qualities: ['draft', 'standard', 'hd'],
  price: byQuality(0.03, 0.06, 0.09),
} satisfies Partial<ModelCard>

/** Style references go with 10 MB together. */
const v3Styled = { ...v3, stylePresets: [...v3StylePresets], referencesMax: 3 } satisfies Partial<ModelCard>
const changesPicture = { canGenerate: false, edits: 'own', input: pictures() } satisfies Partial<ModelCard>

const v3Models: readonly ModelCard[] = [
  defineModel({
    ...v3Styled,
    ...remixes,
    ...repaintsByItself,
    id: 'ideogram-v3',
    label: 'Ideogram 3.0',
    note: 'Lettering and design; repaints what is masked, and remixes images.',
    hasNegativePrompt: true,
    sizes: sizeList(...v3Sizes),
    options: [v3Magic, v3StyleType, palette],
  }),
  defineModel({
    ...v3,
    id: 'ideogram-v3-transparent',
    label: 'Ideogram 3.0 transparent',
    note: 'A subject on a transparent ground.',
    hasNegativePrompt: true,
    sizes: ratioList(
      ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '16:10', '10:16', '2:1', '1:2', '3:1', '1:3'],
      [['1k', 1]],
    ),
    price: byQuality(0.04, 0.07, 0.1),
    options: [
      v3Magic,
      choiceOption('upscale_factor', 'Enlarge', [
        ['X1', 'no'],
        ['X2', 'twice'],
        ['X4', 'four times'],
      ]),
    ],
  }),
  defineModel({
    ...v3Styled,
    ...changesPicture,
    id: 'ideogram-v3-reframe',
    label: 'Ideogram 3.0 reframe',
    note: 'Extends an image to another shape; takes no prompt.',
    prompt: 'none',
    sizes: sizeList(...v3Sizes),
    options: [palette],
  }),
  defineModel({
    ...v3Styled,
    ...changesPicture,
    id: 'ideogram-v3-replace-background',
    label: 'Ideogram 3.0 replace background',
    note: 'Keeps the subject and paints what is behind it anew.',
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

const v4Models: readonly ModelCard[] = [
  defineModel({
    ...v4,
    id: 'ideogram-4-5',
    label: 'Ideogram 4.5',
    note: 'The newest, at one or four megapixels.',
    sizes: sizeList(...v45Sizes),
    options: [magicPrompt('magic_prompt', lower)],
  }),
  defineModel({
    ...v4,
    ...repaintsBlack,
    id: 'ideogram-4-5-edit',
    label: 'Ideogram 4.5 precise edit',
    note: 'Changes an image by words, with or without a mask, and leaves the rest as it is.',
    canGenerate: false,
    edits: 'instruction',
    variations: 'emulated',
    // Four, one of which is the mask where there is one.
    referencesMax: 3,
    sizes: { kind: 'source' },
    input: pictures({ minSidePx: 256, maxRatio: 6, maxBytes: 20_000_000 }),
    price: byQuality(0.03, 0.06, 0.22),
  }),
  defineModel({
    ...v4,
    id: 'ideogram-4',
    label: 'Ideogram 4.0',
    note: 'Up to four megapixels, from words alone.',
    sizes: sizeList(...v4Sizes),
    options: [magicPrompt('magic_prompt', lower)],
  }),
  defineModel({
    ...v4,
    ...remixes,
    id: 'ideogram-4-remix',
    label: 'Ideogram 4.0 remix',
    note: 'Starts from an image; takes no seed.',
    canGenerate: false,
    seed: 'no',
    sizes: sizeList(...v4Sizes),
  }),
]

/** One picture in, one out, without words. */
const plainTool = {
  ...changesPicture,
  prompt: 'none',
  sizes: { kind: 'source' },
} satisfies Partial<ModelCard>

const tools: readonly ModelCard[] = [
  defineModel({
    ...plainTool,
    id: 'ideogram-remove-object',
    label: 'Ideogram remove object',
    note: 'Removes what is masked; takes no prompt.',
    // The one endpoint where white is what goes.
    mask: 'hard',
    needsMask: true,
    price: perImage(0.03, asOf),
  }),
  defineModel({
    ...plainTool,
    id: 'ideogram-remove-background',
    label: 'Ideogram remove background',
    note: 'Cuts the subject out; the rest becomes transparent.',
    price: perImage(0.01, asOf),
  }),
  defineModel({
    ...plainTool,
    id: 'ideogram-upscale',
    label: 'Ideogram upscale',
    note: 'Enlarges an image.',
    price: { per: 'unknown', note: 'About $0.25 for one megapixel enlarged twice.' },
    upscaling: upscalingBy('upscale_factor', [2, 4, 8], (factor) => `x${factor}`),
    options: [
      choiceOption(
        'upscale_factor',
        'Enlarge',
        [
          ['x2', 'twice'],
          ['x4', 'four times'],
          ['x8', 'eight times'],
        ],
        { default: 'x2' },
      ),
    ],
  }),
  defineModel({
    ...plainTool,
    ...common,
    id: 'V_2_UPSCALE',
    label: 'Ideogram 2.0 upscale',
    note: 'The older upscaler: how closely it keeps to the image, and how much detail it adds, can be set.',
    prompt: 'optional',
    price: { per: 'unknown', note: 'The price is not in the vendor’s list.' },
    options: [
      numberOption('resemblance', 'Resemblance', { isWhole: true, min: 1, max: 100, default: 50 }),
      numberOption('detail', 'Detail', { isWhole: true, min: 1, max: 100, default: 50 }),
      magicPrompt('magic_prompt_option', upper),
    ],
  }),
]

const legacyMagic = magicPrompt('magic_prompt_option', upper)
const legacyStyles = ['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN', 'RENDER_3D', 'ANIME']

function legacy(id: string, label: string, usd: number, own: Partial<ModelCard> = {}): ModelCard {
  return defineModel({
    ...common,
    ...remixes,
    id,
    label,
    note: 'An older model, by the older API.',
    hasNegativePrompt: true,
    sizes: ratioList(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '16:10', '10:16', '3:1', '1:3'], [['1k', 1]]),
    price: perImage(usd, asOf),
    options: [legacyMagic],
    ...own,
  })
}

const v2 = {
  ...repaintsByItself,
  note: 'An older model that repaints what is masked.',
  // `style_type` at the service.
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
