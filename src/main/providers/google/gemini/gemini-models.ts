import type { ModelCard, ModelState, PriceRule } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import * as fieldLabels from '../../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import * as optionValues from '../../../../shared/messages/en/option-values.ts'
import { choiceOption, defineModel, inputRule, ratioList } from '../../core/define-model.ts'
import { deprecated } from '../shared/google-catalogue.ts'

/** Date on which Google's price lists and the reports about them were read. */
const asOf = '2026-11-20'

const tenRatios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9']
const allRatios = [...tenRatios, '1:4', '4:1', '1:8', '8:1']

type Tier = [id: string, megapixels: number]
const upTo4k: readonly Tier[] = [
  ['1K', 1],
  ['2K', 4],
  ['4K', 16],
]
/** Models with a single size: naming it is an error for some of them, so it is never sent. */
const oneSize: readonly Tier[] = [['1K', 1]]

/** Input and output are billed by tokens; USD per million. */
export interface TokenRates {
  readonly inputUsd: number
  readonly textUsd: number
  readonly imageUsd: number
}

/**
 * Images: Google's price list. Text rates of all but 2.1 are UNCONFIRMED, but negligible beside the image. Prices of
 * models not listed here are unknown.
 */
const ratesByModel: readonly (readonly [prefix: string, rates: TokenRates])[] = [
  ['gemini-nano-banana-2.1', { inputUsd: 1.5, textUsd: 7.5, imageUsd: 30 }],
  ['gemini-3-pro-image', { inputUsd: 2, textUsd: 12, imageUsd: 120 }],
  ['gemini-3.1-flash-lite-image', { inputUsd: 0.25, textUsd: 1.5, imageUsd: 30 }],
  ['gemini-3.1-flash-image', { inputUsd: 0.5, textUsd: 3, imageUsd: 60 }],
  ['gemini-2.5-flash-image', { inputUsd: 0.3, textUsd: 2.5, imageUsd: 30 }],
]

export function tokenRatesOf(model: string): TokenRates | null {
  return ratesByModel.find(([prefix]) => model.startsWith(prefix))?.[1] ?? null
}

const common = {
  edits: 'instruction',
  variations: 'emulated',
  mask: 'described',
  maskPolarity: 'white',
  // Up to fourteen input images; the source and its mask are two of them.
  referencesMax: 12,
  referenceForm: 'after-mask',
  // 20 MB for the whole request; fourteen images, as in one turn.
  conversation: { form: 'turns', turnsMax: 10, imagesMax: 14, bytesMax: 18_000_000 },
  seed: 'best-effort',
  seedMax: 0x7fffffff,
  hasSafetySetting: true,
  // 20 MB for the whole request as base64, so that several images fit.
  input: inputRule({ maxBytes: 6_000_000, formats: ['png', 'jpeg', 'webp'], maxSidePx: 4_096 }),
} satisfies Partial<ModelCard>

/** @param rows a price for each number of pixels, ascending; the last is for everything above */
function byPixels(isSure: boolean, ...rows: readonly (readonly [maxPixels: number | null, usd: number])[]): PriceRule {
  return {
    per: 'image',
    asOf,
    isSure,
    rows: rows.map(([maxPixels, usd]) => ({ quality: null, maxPixels, usd })),
  }
}

/** By Google's pages, which may differ from what an account still has. */
function retired(on: string, successor: string, note: string | null = null): ModelState {
  return { type: 'retired', on, successor, isServedElsewhere: true, note, toldBy: 'pages' }
}

function thinking(...levels: readonly [value: string, label: string][]) {
  return choiceOption('thinkingLevel', fieldLabels.thinking, levels, { hint: messages.thinkingHint })
}

const current = 'gemini-nano-banana-2.1'
const upTo2kPixels = 4_800_000

export const geminiModels: readonly ModelCard[] = [
  defineModel({
    ...common,
    id: current,
    label: 'Nano Banana 2.1',
    note: messages.nanoBanana,
    sizes: ratioList(allRatios, upTo4k),
    // 1K as reported; larger ones are about half of Nano Banana 2's, UNCONFIRMED.
    price: byPixels(false, [1_200_000, 0.0336], [upTo2kPixels, 0.05], [null, 0.076]),
    options: [
      thinking(['MINIMAL', optionValues.minimal], ['MEDIUM', optionValues.medium], ['HIGH', optionValues.high]),
    ],
  }),
  defineModel({
    ...common,
    id: 'gemini-3-pro-image',
    label: 'Nano Banana Pro',
    note: messages.nanoBananaPro,
    sizes: ratioList(tenRatios, upTo4k),
    price: byPixels(true, [upTo2kPixels, 0.134], [null, 0.24]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3.1-flash-lite-image',
    label: 'Nano Banana 2 Lite',
    note: messages.nanoBananaLite,
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.0336]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3.1-flash-image',
    label: 'Nano Banana 2',
    note: messages.deprecatedFor({ model: current }),
    state: deprecated(current),
    sizes: ratioList(allRatios, [['1K', 1], ['512', 0.25], ...upTo4k.slice(1)]),
    price: byPixels(false, [300_000, 0.045], [1_200_000, 0.067], [upTo2kPixels, 0.101], [null, 0.151]),
    options: [thinking(['MINIMAL', optionValues.minimal], ['HIGH', optionValues.high])],
  }),
  defineModel({
    ...common,
    id: 'gemini-2.5-flash-image',
    label: 'Nano Banana',
    // New accounts do not get it.
    note: messages.deprecatedFor({ model: current }),
    state: deprecated(current),
    referencesMax: 1,
    conversation: { form: 'turns', turnsMax: 2, imagesMax: 3, bytesMax: 18_000_000 },
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.039]),
  }),
  defineModel({
    ...common,
    id: 'gemini-2.5-flash-image-preview',
    label: 'Nano Banana (preview)',
    state: retired('2025-10-02', current, messages.renamedAndDeprecated({ model: 'gemini-2.5-flash-image' })),
    referencesMax: 1,
    conversation: { form: 'turns', turnsMax: 2, imagesMax: 3, bytesMax: 18_000_000 },
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.039]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3-pro-image-preview',
    label: 'Nano Banana Pro (preview)',
    state: retired('2026-06-25', 'gemini-3-pro-image', messages.renamed({ model: 'gemini-3-pro-image' })),
    sizes: ratioList(tenRatios, upTo4k),
    price: byPixels(true, [upTo2kPixels, 0.134], [null, 0.24]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3.1-flash-image-preview',
    label: 'Nano Banana 2 (preview)',
    state: retired('2026-06-25', current),
    sizes: ratioList(allRatios, upTo4k),
    price: byPixels(false, [1_200_000, 0.067], [upTo2kPixels, 0.101], [null, 0.151]),
  }),
]

/** Creates a card for a Google model unknown to this program: what all of them can do. */
export function unknownGeminiModel(id: string, label: string | null): ModelCard {
  return defineModel({
    ...common,
    id,
    label: label ?? id,
    sizes: ratioList(tenRatios, id.includes('lite') ? oneSize : upTo4k),
    price: { per: 'unknown', note: modelNotes.pricePerTokenUnknown },
    origin: 'live',
  })
}
