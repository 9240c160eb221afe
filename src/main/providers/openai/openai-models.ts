import type { ModelCard, OptionField, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import * as fieldLabels from '../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../shared/messages/en/openai.ts'
import * as optionValues from '../../../shared/messages/en/option-values.ts'
import { choiceOption, defineModel, inputRule, numberOption, sizeList } from '../core/define-model.ts'

// Source: the vendor's image guide, its model pages and its API description, read on 2026-11-20.

const background = choiceOption(
  'background',
  fieldLabels.background,
  [
    ['auto', optionValues.auto],
    ['transparent', optionValues.transparent],
    ['opaque', optionValues.opaque],
  ],
  { hint: messages.backgroundHint },
)
const compression = numberOption('output_compression', messages.compression, {
  isWhole: true,
  min: 0,
  max: 100,
  hint: messages.compressionHint,
})
const moderation = choiceOption(
  'moderation',
  fieldLabels.moderation,
  [
    ['auto', optionValues.auto],
    ['low', optionValues.lowFidelity],
  ],
  { hint: messages.moderationHint },
)
const partials = numberOption('partial_images', messages.previews, {
  isWhole: true,
  min: 0,
  max: 3,
  default: 0,
  hint: messages.previewsHint,
})
const fidelity = choiceOption(
  'input_fidelity',
  messages.inputFidelity,
  [
    ['low', optionValues.lowFidelity],
    ['high', optionValues.highFidelity],
  ],
  { hint: messages.inputFidelityHint },
)
const beyondHd = choiceOption(
  'quality',
  messages.beyondHd,
  [
    ['xhigh', optionValues.extraHigh],
    ['max', optionValues.maximum],
  ],
  { hint: messages.beyondHdHint },
)
const complexity = choiceOption(
  'complexity',
  messages.planning,
  [
    ['low', optionValues.lowFidelity],
    ['medium', optionValues.mediumFidelity],
    ['high', optionValues.highFidelity],
  ],
  { hint: messages.planningHint },
)

/** Any size on a 16-pixel grid up to 8.3 megapixels, 3:1 at most. Above 2560 × 1440 the vendor calls it experimental. */
const freeSizes: SizeRule = {
  kind: 'grid',
  multiplePx: 16,
  minSidePx: 480,
  maxSidePx: 3_840,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  maxRatio: 3,
  default: { widthPx: 1_024, heightPx: 1_024 },
}
const freeInput = inputRule({
  multiplePx: 16,
  minSidePx: 480,
  maxSidePx: 3_840,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  maxRatio: 3,
  maxBytes: 50_000_000,
  // Image and mask must have the same format, and only PNG supports a mask.
  formats: ['png'],
})

const threeSizes = sizeList('1024x1024', '1536x1024', '1024x1536')
const threeSizesInput = inputRule({
  maxBytes: 50_000_000,
  formats: ['png'],
  sizes: threeSizes.kind === 'list' ? threeSizes.sizes : null,
})

const gptImage = {
  edits: 'instruction',
  variations: 'emulated',
  mask: 'soft',
  maskPolarity: 'transparent',
  // 16 images in total.
  referencesMax: 15,
  conversation: { form: 'images' },
  imagesPerCall: 10,
  promptCharsMax: 32_000,
  qualities: ['draft', 'standard', 'hd'],
  formats: ['png', 'jpeg', 'webp'],
  hasSafetySetting: true,
  isSafetyOnlyLoosened: true,
  hasPreviews: true,
} satisfies Partial<ModelCard>

/** USD for draft, standard and hd: square, and 1024 × 1536 or 1536 × 1024. From the vendor's guide of mid-2026. */
function byQuality(
  square: readonly [number, number, number],
  oblong: readonly [number, number, number],
  inputs: { squareUsd: number; oblongUsd: number },
): Extract<PriceRule, { per: 'image' }> {
  const rows = (['draft', 'standard', 'hd'] as const).flatMap((quality, at) => [
    { quality, maxPixels: 1_048_576, usd: square[at] ?? 0 },
    { quality, maxPixels: 1_572_864, usd: oblong[at] ?? 0 },
  ])
  // Qualities beyond HD cost more than any row.
  return { per: 'image', asOf: '2026-07-01', isSure: true, rows, inputs, unknownWith: ['quality'] }
}

/**
 * An input image costs 65 tokens plus 129 for each tile of 512 pixels, with its shorter side scaled to one tile; high
 * fidelity adds 4,160 for square images and 6,240 for others (the vendor's guide of mid-2026).
 * @param rate USD per million tokens of input images
 */
function inputTokens(rate: number, detail: 'low' | 'high'): { squareUsd: number; oblongUsd: number } {
  const [square, oblong] = detail === 'high' ? [4_160, 6_240] : [0, 0]
  return { squareUsd: ((65 + 129 + square) * rate) / 1e6, oblongUsd: ((65 + 2 * 129 + oblong) * rate) / 1e6 }
}

const pricesOf2 = byQuality([0.006, 0.053, 0.211], [0.005, 0.041, 0.165], inputTokens(8, 'high'))

/**
 * An estimate for models billed at the same token rates as GPT Image 2 (per million: $5 for text, $8 for input images,
 * $30 for output images), for which the vendor has not published a table by quality.
 * @param draftAndStandard how many times the tokens of GPT Image 2 these qualities take: resellers say 3 to 4 for 2.6
 */
function byTokens(draftAndStandard: number): PriceRule {
  return {
    ...pricesOf2,
    ...estimated('$30', 'GPT Image 2'),
    rows: pricesOf2.rows.map((row) => {
      const hd = pricesOf2.rows.find((each) => each.quality === 'hd' && each.maxPixels === row.maxPixels)
      return { ...row, usd: Math.min(row.usd * draftAndStandard, hd?.usd ?? row.usd) }
    }),
  }
}

/** @param output per million tokens of output images */
function estimated(output: string, model: string): { asOf: string; isSure: boolean; note: string } {
  return {
    asOf: '2026-11-20',
    isSure: false,
    note: messages.tokenPrices({ output, images: '$8', text: '$5', model }),
  }
}

const pricesOf15 = byQuality([0.009, 0.034, 0.133], [0.013, 0.05, 0.2], inputTokens(8, 'low'))

// For 2.5 and 2.6 the size rules are from third parties: UNCONFIRMED. A size that is refused is reported with the
// vendor's own message.
const free = { ...gptImage, sizes: freeSizes, input: freeInput, price: byTokens(1) }
const sharedOptions = [background, compression, moderation, partials]
const options25: OptionField[] = [beyondHd, ...sharedOptions]
const options26: OptionField[] = [beyondHd, complexity, ...sharedOptions]

/** The vendor's list of deprecations names the successors. */
const endsInDecember = (successor: string): ModelCard['state'] => ({ type: 'retiring', on: '2026-12-01', successor })
const older = { ...gptImage, sizes: threeSizes, input: threeSizesInput }

function retired(on: string, successor: string): ModelCard['state'] {
  return { type: 'retired', on, successor, isServedElsewhere: true, note: null }
}

export const openaiModels: readonly ModelCard[] = [
  defineModel({
    ...free,
    id: 'gpt-image-2.6-sunburst',
    label: 'GPT Image 2.6 Sunburst',
    note: messages.newestDetailed,
    price: byTokens(4),
    options: options26,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.6-flare',
    label: 'GPT Image 2.6 Flare',
    note: messages.newestFast,
    price: byTokens(4),
    options: options26,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.5-sunburst',
    label: 'GPT Image 2.5 Sunburst',
    note: modelNotes.fineDetail,
    options: options25,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.5-flare',
    label: 'GPT Image 2.5 Flare',
    note: modelNotes.fast,
    options: options25,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2',
    label: 'GPT Image 2',
    note: messages.anySize,
    price: pricesOf2,
    options: sharedOptions,
  }),
  defineModel({
    ...older,
    id: 'gpt-image-1.5',
    label: 'GPT Image 1.5',
    state: endsInDecember('gpt-image-2.6-sunburst'),
    price: pricesOf15,
    options: [...sharedOptions, fidelity],
  }),
  defineModel({
    ...older,
    id: 'gpt-image-1-mini',
    label: 'GPT Image 1 mini',
    state: endsInDecember('gpt-image-2.6-flare'),
    price: byQuality([0.005, 0.011, 0.036], [0.006, 0.015, 0.052], inputTokens(2.5, 'low')),
    options: sharedOptions,
  }),
  defineModel({
    ...older,
    id: 'chatgpt-image-latest',
    label: 'ChatGPT Image (latest)',
    state: endsInDecember('gpt-image-2.6-sunburst'),
    price: {
      ...pricesOf15,
      ...estimated('$32', 'GPT Image 1.5'),
    },
    options: sharedOptions,
  }),
  defineModel({
    ...older,
    id: 'gpt-image-1',
    label: 'GPT Image 1',
    state: retired('2026-10-23', 'gpt-image-2.5-sunburst'),
    price: byQuality([0.011, 0.042, 0.167], [0.016, 0.063, 0.25], inputTokens(10, 'low')),
    options: [...sharedOptions, fidelity],
  }),
  defineModel({
    id: 'dall-e-3',
    label: 'DALL·E 3',
    note: messages.returnsRewritten,
    state: retired('2026-05-12', 'gpt-image-2.5-sunburst'),
    promptCharsMax: 4_000,
    qualities: ['standard', 'hd'],
    sizes: sizeList('1024x1024', '1792x1024', '1024x1792'),
    price: { per: 'unknown', note: modelNotes.priceByGateway },
    options: [
      choiceOption('style', fieldLabels.style, [
        ['vivid', optionValues.vivid],
        ['natural', optionValues.natural],
      ]),
    ],
  }),
  defineModel({
    id: 'dall-e-2',
    label: 'DALL·E 2',
    note: messages.keepsOutside,
    state: retired('2026-05-12', 'gpt-image-2.5-flare'),
    edits: 'instruction',
    variations: 'native',
    mask: 'hard',
    maskPolarity: 'transparent',
    needsMask: true,
    imagesPerCall: 10,
    promptCharsMax: 1_000,
    sizes: sizeList('1024x1024', '512x512', '256x256'),
    input: inputRule({
      maxBytes: 4_000_000,
      formats: ['png'],
      sizes: [1_024, 512, 256].map((side) => ({ widthPx: side, heightPx: side })),
    }),
    price: { per: 'unknown', note: modelNotes.priceByGateway },
  }),
]

const untold: PriceRule = { per: 'unknown', note: modelNotes.pricePerTokenUnknown }
const dated = /-\d{4}-\d{2}-\d{2}$/

/**
 * Creates a card for any id in this vendor's list: dated snapshots equal their model, newer ones are assumed to be like
 * GPT Image 2.
 */
export function openaiCard(id: string, origin: ModelCard['origin']): ModelCard {
  const known = openaiModels.find((card) => card.id === id)
  if (known) return known
  const family = openaiModels.find((card) => card.id === id.replace(dated, ''))
  if (family) return { ...family, id, label: `${family.label} (${id.slice(-10)})`, origin }
  return defineModel({ ...free, id, label: id, price: untold, options: sharedOptions, origin })
}

/** The list also contains chat, speech and embedding models. */
export function isImageModel(id: string): boolean {
  return /^(gpt-image|chatgpt-image|dall-e)/.test(id)
}
