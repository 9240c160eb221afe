import type { ModelCard, ModelState, PriceRule } from '../../../../shared/domain/model-card.ts'
import { choiceOption, defineModel, inputRule, ratioList } from '../../core/define-model.ts'

/** Day on which Google's lists and the reports about them were read. */
const asOf = '2026-11-20'

const tenRatios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9']
const allRatios = [...tenRatios, '1:4', '4:1', '1:8', '8:1']

type Tier = [id: string, megapixels: number]
const upTo4k: readonly Tier[] = [
  ['1K', 1],
  ['2K', 4],
  ['4K', 16],
]
/** Models that make one size: naming it is an error for some of them, so it is never sent. */
const oneSize: readonly Tier[] = [['1K', 1]]

/** What goes in and comes out is billed by tokens; USD for a million. */
export interface TokenRates {
  readonly inputUsd: number
  readonly textUsd: number
  readonly imageUsd: number
}

/**
 * Pictures: Google's list. Text of all but 2.1 is UNCONFIRMED; beside the picture it weighs next to nothing. What a
 * model costs that is not in here is not known.
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
  // Fourteen pictures go in; the one being edited and its mask are two of them.
  referencesMax: 12,
  seed: 'best-effort',
  seedMax: 0x7fffffff,
  hasSafetySetting: true,
  // 20 MB for the whole request as base64, so that several pictures fit.
  input: inputRule({ maxBytes: 6_000_000, formats: ['png', 'jpeg', 'webp'], maxSidePx: 4_096 }),
} satisfies Partial<ModelCard>

/** @param rows a price for each number of pixels, small to large; the last is for everything above */
function byPixels(isSure: boolean, ...rows: readonly (readonly [maxPixels: number | null, usd: number])[]): PriceRule {
  return {
    per: 'image',
    asOf,
    isSure,
    rows: rows.map(([maxPixels, usd]) => ({ quality: null, maxPixels, usd })),
  }
}

function retired(on: string, successor: string, note: string | null = null): ModelState {
  return { is: 'retired', on, successor, isServedElsewhere: true, note }
}

function thinking(...levels: readonly [value: string, label: string][]) {
  const hint = 'More thinking follows long prompts better, takes longer and costs a little more.'
  return choiceOption('thinkingLevel', 'Thinking', levels, { hint })
}

const current = 'gemini-nano-banana-2.1'
const upTo2kPixels = 4_800_000

export const geminiModels: readonly ModelCard[] = [
  defineModel({
    ...common,
    id: current,
    label: 'Nano Banana 2.1',
    note: 'Fast, follows instructions well, good with several reference images.',
    sizes: ratioList(allRatios, upTo4k),
    // 1K as reported; larger ones are about half of Nano Banana 2's, UNCONFIRMED.
    price: byPixels(false, [1_200_000, 0.0336], [upTo2kPixels, 0.05], [null, 0.076]),
    options: [thinking(['MINIMAL', 'Little'], ['MEDIUM', 'Medium'], ['HIGH', 'Much'])],
  }),
  defineModel({
    ...common,
    id: 'gemini-3-pro-image',
    label: 'Nano Banana Pro',
    note: "Google's best: precise text in images and careful composition.",
    sizes: ratioList(tenRatios, upTo4k),
    price: byPixels(true, [upTo2kPixels, 0.134], [null, 0.24]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3.1-flash-lite-image',
    label: 'Nano Banana 2 Lite',
    note: 'Quick and cheap, one size.',
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.0336]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3.1-flash-image',
    label: 'Nano Banana 2',
    state: retired(
      '2026-10-29',
      current,
      'Ended on the Gemini API; some Vertex projects and resellers still serve it.',
    ),
    sizes: ratioList(allRatios, [['1K', 1], ['512', 0.25], ...upTo4k.slice(1)]),
    price: byPixels(false, [300_000, 0.045], [1_200_000, 0.067], [upTo2kPixels, 0.101], [null, 0.151]),
    options: [thinking(['MINIMAL', 'Little'], ['HIGH', 'Much'])],
  }),
  defineModel({
    ...common,
    id: 'gemini-2.5-flash-image',
    label: 'Nano Banana',
    state: retired('2026-10-02', current),
    referencesMax: 1,
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.039]),
  }),
  defineModel({
    ...common,
    id: 'gemini-2.5-flash-image-preview',
    label: 'Nano Banana (preview)',
    state: retired('2025-10-02', current, 'Renamed to gemini-2.5-flash-image, which has ended too.'),
    referencesMax: 1,
    sizes: ratioList(tenRatios, oneSize),
    price: byPixels(true, [null, 0.039]),
  }),
  defineModel({
    ...common,
    id: 'gemini-3-pro-image-preview',
    label: 'Nano Banana Pro (preview)',
    state: retired('2026-06-25', 'gemini-3-pro-image', 'Goes by gemini-3-pro-image now.'),
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

/** A model of Google's that this program has not heard of: what all of them can do. */
export function unknownGeminiModel(id: string, label: string | null): ModelCard {
  return defineModel({
    ...common,
    id,
    label: label ?? id,
    sizes: ratioList(tenRatios, id.includes('lite') ? oneSize : upTo4k),
    price: { per: 'unknown', note: 'Billed by tokens, at a price that Atelier does not know.' },
    origin: 'live',
  })
}
