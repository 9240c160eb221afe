import type { ModelCard, OptionField, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import { choiceOption, defineModel, inputRule, numberOption, sizeList } from '../core/define-model.ts'

// Facts: the vendor's image guide, its model pages and its API description, read on 2026-11-20.

const background = choiceOption('background', 'Background', ['auto', 'transparent', 'opaque'], {
  hint: 'Transparent needs PNG or WebP.',
})
const compression = numberOption('output_compression', 'Compression', {
  isWhole: true,
  min: 0,
  max: 100,
  hint: 'Of JPEG and WebP files; 100 keeps most.',
})
const moderation = choiceOption('moderation', 'Moderation', ['auto', 'low'], {
  hint: 'How strictly the service filters. Goes before the safety setting. Edits have it at 1024 × 1024, 1536 × 1024 and 1024 × 1536 only.',
})
const partials = numberOption('partial_images', 'Previews while it works', {
  isWhole: true,
  min: 0,
  max: 3,
  default: 0,
  hint: 'Each one is billed as 100 output tokens, about $0.003. Only where one image is asked for.',
})
const fidelity = choiceOption('input_fidelity', 'Fidelity to the images given', ['low', 'high'], {
  hint: 'Edits only. High keeps faces and details and costs more input tokens.',
})
const beyondHd = choiceOption('quality', 'Quality beyond HD', ['xhigh', 'max'], {
  hint: 'Slower, and dearer than any quality of the form. Goes before it.',
})
const complexity = choiceOption('complexity', 'Planning', ['low', 'medium', 'high'], {
  hint: 'How long the model plans the image, whatever the quality.',
})

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
  // Picture and mask must have one format, and only PNG holds a mask.
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
  // 16 pictures in all.
  referencesMax: 15,
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
 * A picture that goes in costs 65 tokens and 129 for each tile of 512 pixels, its shorter side being scaled to one; kept
 * with high fidelity 4,160 more where it is square and 6,240 where it is not (the vendor's guide of mid-2026).
 * @param rate USD for a million tokens of pictures sent
 */
function inputTokens(rate: number, detail: 'low' | 'high'): { squareUsd: number; oblongUsd: number } {
  const [square, oblong] = detail === 'high' ? [4_160, 6_240] : [0, 0]
  return { squareUsd: ((65 + 129 + square) * rate) / 1e6, oblongUsd: ((65 + 2 * 129 + oblong) * rate) / 1e6 }
}

const pricesOf2 = byQuality([0.006, 0.053, 0.211], [0.005, 0.041, 0.165], inputTokens(8, 'high'))

/**
 * An estimate for models that are billed at the same token rates as GPT Image 2 ($5 for a million of text, $8 of images
 * sent, $30 of images made), whose vendor has published no table by quality.
 * @param draftAndStandard how many times the tokens of GPT Image 2 these qualities take: resellers say 3 to 4 for 2.6
 */
function byTokens(draftAndStandard: number): PriceRule {
  return {
    ...pricesOf2,
    ...estimated('Billed by tokens: $30 per million for output, $8 for images sent, $5 for text.', 'GPT Image 2'),
    rows: pricesOf2.rows.map((row) => {
      const hd = pricesOf2.rows.find((each) => each.quality === 'hd' && each.maxPixels === row.maxPixels)
      return { ...row, usd: Math.min(row.usd * draftAndStandard, hd?.usd ?? row.usd) }
    }),
  }
}

function estimated(rule: string, like: string): { asOf: string; isSure: boolean; note: string } {
  return {
    asOf: '2026-11-20',
    isSure: false,
    note: `${rule} Estimated from what ${like} uses; Spending shows what was billed.`,
  }
}

const pricesOf15 = byQuality([0.009, 0.034, 0.133], [0.013, 0.05, 0.2], inputTokens(8, 'low'))

// For 2.5 and 2.6 the size rules are third parties' word: UNCONFIRMED. A size that is refused comes back with the
// vendor's own words.
const free = { ...gptImage, sizes: freeSizes, input: freeInput, price: byTokens(1) }
const sharedOptions = [background, compression, moderation, partials]
const options25: OptionField[] = [beyondHd, ...sharedOptions]
const options26: OptionField[] = [beyondHd, complexity, ...sharedOptions]

const endsInDecember = (successor: string): ModelCard['state'] => ({ is: 'retiring', on: '2026-12-01', successor })
const older = { ...gptImage, sizes: threeSizes, input: threeSizesInput }

function retired(on: string, successor: string): ModelCard['state'] {
  return { is: 'retired', on, successor, isServedElsewhere: true, note: null }
}

export const openaiModels: readonly ModelCard[] = [
  defineModel({
    ...free,
    id: 'gpt-image-2.6-sunburst',
    label: 'GPT Image 2.6 Sunburst',
    note: 'The newest: detail, and edits that stay close.',
    price: byTokens(4),
    options: options26,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.6-flare',
    label: 'GPT Image 2.6 Flare',
    note: 'The newest, fast.',
    price: byTokens(4),
    options: options26,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.5-sunburst',
    label: 'GPT Image 2.5 Sunburst',
    note: 'Detail; the vendor’s replacement for every older model.',
    options: options25,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2.5-flare',
    label: 'GPT Image 2.5 Flare',
    note: 'Fast.',
    options: options25,
  }),
  defineModel({
    ...free,
    id: 'gpt-image-2',
    label: 'GPT Image 2',
    note: 'Any size up to 8 megapixels.',
    price: pricesOf2,
    options: sharedOptions,
  }),
  defineModel({
    ...older,
    id: 'gpt-image-1.5',
    label: 'GPT Image 1.5',
    state: endsInDecember('gpt-image-2.5-sunburst'),
    price: pricesOf15,
    options: [...sharedOptions, fidelity],
  }),
  defineModel({
    ...older,
    id: 'gpt-image-1-mini',
    label: 'GPT Image 1 mini',
    state: endsInDecember('gpt-image-2.5-flare'),
    price: byQuality([0.005, 0.011, 0.036], [0.006, 0.015, 0.052], inputTokens(2.5, 'low')),
    options: sharedOptions,
  }),
  defineModel({
    ...older,
    id: 'chatgpt-image-latest',
    label: 'ChatGPT Image (latest)',
    state: endsInDecember('gpt-image-2.5-sunburst'),
    price: {
      ...pricesOf15,
      ...estimated('Billed by tokens: $32 per million for output, $8 for images sent, $5 for text.', 'GPT Image 1.5'),
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
    note: 'Rewrites the prompt, and tells how.',
    state: retired('2026-05-12', 'gpt-image-2.5-sunburst'),
    promptCharsMax: 4_000,
    qualities: ['standard', 'hd'],
    sizes: sizeList('1024x1024', '1792x1024', '1024x1792'),
    price: { per: 'unknown', note: 'What the gateway that still serves it charges.' },
    options: [choiceOption('style', 'Style', ['vivid', 'natural'])],
  }),
  defineModel({
    id: 'dall-e-2',
    label: 'DALL·E 2',
    note: 'Keeps what lies outside the mask, and makes variations by a method of its own.',
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
    price: { per: 'unknown', note: 'What the gateway that still serves it charges.' },
  }),
]

const untold: PriceRule = { per: 'unknown', note: 'Billed by tokens, at a price that Atelier does not know.' }
const dated = /-\d{4}-\d{2}-\d{2}$/

/** A card for any id of this vendor's list: dated snapshots are their model, newer ones are taken to be like GPT Image 2. */
export function openaiCard(id: string, origin: ModelCard['origin']): ModelCard {
  const known = openaiModels.find((card) => card.id === id)
  if (known) return known
  const family = openaiModels.find((card) => card.id === id.replace(dated, ''))
  if (family) return { ...family, id, label: `${family.label} (${id.slice(-10)})`, origin }
  return defineModel({ ...free, id, label: id, price: untold, options: sharedOptions, origin })
}

/** Chat, speech and embedding models share the list. */
export function isImageModel(id: string): boolean {
  return /^(gpt-image|chatgpt-image|dall-e)/.test(id)
}
