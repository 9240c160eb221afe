import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import * as modelNotes from '../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../shared/messages/en/xai.ts'
import { defineModel, inputRule, ratioList, sizeList } from '../core/define-model.ts'

// Source: docs.x.ai (images, release notes of August and September 2026) and the official gRPC definitions, read on
// 2026-11-20.

/** 9:19.5 and 19.5:9 in whole numbers; `toAspectRatio` converts them to the service's format. */
const ratios = [
  '1:1',
  '3:4',
  '4:3',
  '9:16',
  '16:9',
  '2:3',
  '3:2',
  '18:39',
  '39:18',
  '9:20',
  '20:9',
  '1:2',
  '2:1',
] as const
/** Since August 2026. UNCONFIRMED for the first model, whose card omits them. */
const widest = ['21:9', '5:2'] as const

// No more is sent than the largest output.
const input = inputRule({ maxPixels: 4_194_304, maxBytes: 10_000_000, formats: ['png', 'jpeg', 'webp'] })

const imagine = {
  edits: 'instruction',
  variations: 'emulated',
  // The API has no mask. It is sent as the last image and explained; Atelier then composites the result.
  mask: 'described',
  maskPolarity: 'white',
  // Ten according to the documentation, three in other clients: three works either way.
  imagesPerCall: 3,
  // 8000 according to a reseller, UNCONFIRMED; the rest explains the mask.
  promptCharsMax: 7_700,
  input,
} satisfies Partial<ModelCard>

/** Above the size of 1k, the price of 2k is used; that of 1.5k is UNCONFIRMED. */
const oneK = 1_300_000

const price2: PriceRule = {
  per: 'image',
  asOf: '2026-11-20',
  // From bills (`cost_in_usd_ticks`) of August 2026, not from the vendor's list. An input image costs 0.01 more.
  isSure: false,
  rows: [
    { quality: 'draft', maxPixels: oneK, usd: 0.04 },
    { quality: 'draft', maxPixels: null, usd: 0.06 },
    { quality: 'standard', maxPixels: oneK, usd: 0.06 },
    { quality: 'standard', maxPixels: null, usd: 0.08 },
  ],
}

const newest = defineModel({
  ...imagine,
  id: 'grok-imagine-image-2.0',
  label: 'Grok Imagine 2.0',
  note: modelNotes.fourMegapixels,
  // Five images in total: the source, these, and the mask.
  referencesMax: 3,
  qualities: ['draft', 'standard'],
  sizes: ratioList(
    [...ratios, ...widest],
    [
      ['1k', 1],
      ['1.5k', 2.25],
      ['2k', 4],
    ],
  ),
  price: price2,
})

const first = defineModel({
  ...imagine,
  id: 'grok-imagine-image',
  label: 'Grok Imagine',
  note: messages.cheapest,
  // Three images in total are certain: the source, one more, and the mask.
  referencesMax: 1,
  sizes: ratioList(ratios, [
    ['1k', 1],
    ['2k', 4],
  ]),
  price: {
    per: 'image',
    asOf: '2026-11-20',
    isSure: false,
    rows: [{ quality: null, maxPixels: null, usd: 0.02 }],
  },
})

const quality = defineModel({
  id: 'grok-imagine-image-quality',
  label: 'Grok Imagine Quality',
  state: {
    type: 'retired',
    on: '2026-11-02',
    successor: 'grok-imagine-image-2.0',
    isServedElsewhere: false,
    note: messages.replacedAtLowQuality,
  },
  sizes: ratioList(ratios, [['1k', 1]]),
  price: { per: 'unknown', note: modelNotes.discontinued },
})

const grok2 = defineModel({
  id: 'grok-2-image',
  label: 'Grok 2 Image',
  state: {
    type: 'retired',
    // Removed from the vendor's own client early in 2026; the day is UNCONFIRMED.
    on: null,
    successor: 'grok-imagine-image-2.0',
    isServedElsewhere: true,
    note: null,
  },
  // It accepts neither size nor shape.
  sizes: sizeList('1024x768'),
  imagesPerCall: 3,
  price: { per: 'unknown', note: modelNotes.priceByGateway },
})

export const xaiModels: readonly ModelCard[] = [newest, first, quality, grok2]

/** Alias of the quality model. */
const qualityAlias = 'grok-imagine-image-pro'

/**
 * Creates a card for any id. `aliases`: its other names, which distinguish a dated version from a new model; new ones
 * are assumed to be like Grok Imagine 2.0.
 */
export function xaiCard(id: string, origin: ModelCard['origin'], aliases: readonly string[] = []): ModelCard {
  const known = xaiModels.find((card) => card.id === id)
  if (known) return known
  if (isGrok2(id)) return { ...grok2, id, label: id, origin }
  if (id === qualityAlias) return { ...quality, id, aliasOf: quality.id, label: id, origin }
  const family = [newest, first].find((card) => aliases.includes(card.id))
  if (family) return { ...family, id, label: `${family.label} (${id})`, origin }
  const price: PriceRule = { per: 'unknown', note: modelNotes.priceUnknownYet }
  return { ...newest, id, label: id, note: null, price, origin }
}

/** The older models only take a prompt and a number of images. */
export function isGrok2(id: string): boolean {
  return id.startsWith('grok-2')
}
