import type { CostEstimate } from '../../../../shared/domain/generation.ts'
import type { PriceRule, Quality } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { pixelsOf } from '../../../editing/pixel-grid.ts'

/** The parts of a request that affect the price. */
export interface PricedWork {
  /** Output images of each call. The source and the references are sent with every call. */
  readonly calls: readonly number[]
  /** Of an output image; null = not known beforehand. */
  readonly size: Size | null
  readonly quality: Quality | null
  readonly source: Size | null
  /** Number of references: their sizes are unknown. */
  readonly references: number
  /** Names of the options that are set. */
  readonly options: readonly string[]
}

const megapixel = 1_000_000
/** Vendors' prices have up to five decimals; this keeps 3 × 0.04 at 0.12. */
const rounding = 1e6

export interface WorkEstimate {
  readonly total: CostEstimate
  /** USD of each call; `total` is their sum. */
  readonly each: readonly (number | null)[]
}

export function estimateCalls(price: PriceRule, work: PricedWork): WorkEstimate {
  const each = work.calls.map((images) => estimateCall(price, work, images))
  const isKnown = each.every(({ usd }) => usd !== null)
  return {
    total: {
      usd: isKnown ? round(each.reduce((sum, { usd }) => sum + (usd ?? 0), 0)) : null,
      asOf: each[0]?.asOf ?? null,
      isSure: each.every(({ isSure }) => isSure),
    },
    each: each.map(({ usd }) => usd),
  }
}

function estimateCall(price: PriceRule, work: PricedWork, images: number): CostEstimate {
  switch (price.per) {
    case 'free':
      return { usd: 0, asOf: null, isSure: true }
    case 'unknown':
      return { usd: null, asOf: null, isSure: false }
    case 'image':
      return perImage(price, work, images)
    case 'megapixel':
      return perMegapixel(price, work, images)
  }
}

function perImage(price: Extract<PriceRule, { per: 'image' }>, work: PricedWork, images: number): CostEstimate {
  const { asOf } = price
  if (price.unknownWith?.some((name) => work.options.includes(name))) return { usd: null, asOf, isSure: false }
  // If no quality is requested, the service chooses: the middle one is assumed.
  const quality = work.quality ?? 'standard'
  const pixels = work.size === null ? null : pixelsOf(work.size)
  const fitting = price.rows.filter((one) => one.quality === null || one.quality === quality)
  const row =
    pixels === null ? fitting.at(-1) : fitting.find(({ maxPixels }) => maxPixels === null || pixels <= maxPixels)
  if (row === undefined) return { usd: null, asOf, isSure: false }
  const isGuess =
    (work.quality === null && row.quality !== null) || (pixels === null && fitting.some((one) => one.usd !== row.usd))
  const inputUsd = price.inputs ? inputsUsd(price.inputs, work) : 0
  return { usd: round(row.usd * images + inputUsd), asOf, isSure: price.isSure && !isGuess && inputUsd === 0 }
}

/** Aspect ratios closer to 1 than this count as square. */
const squareTolerance = 1.1

/** Based on tokens, so close but never exact. References, whose shape is unknown, count at the higher price. */
function inputsUsd({ squareUsd, oblongUsd }: { squareUsd: number; oblongUsd: number }, work: PricedWork): number {
  const { source, references } = work
  if (source === null) return references * oblongUsd
  const ratio = Math.max(source.widthPx, source.heightPx) / Math.min(source.widthPx, source.heightPx)
  return (ratio < squareTolerance ? squareUsd : oblongUsd) + references * oblongUsd
}

function perMegapixel(price: Extract<PriceRule, { per: 'megapixel' }>, work: PricedWork, images: number): CostEstimate {
  const { asOf, firstUsd, nextUsd, inputUsd } = price
  if (work.size === null) return { usd: null, asOf, isSure: false }
  const eachUsd = firstUsd + nextUsd * (megapixelsOf(work.size) - 1)
  // A reference counts as one megapixel.
  const inputMegapixels = (work.source ? megapixelsOf(work.source) : 0) + work.references
  const usd = eachUsd * images + inputUsd * inputMegapixels
  return { usd: round(usd), asOf, isSure: price.isSure && (inputUsd === 0 || work.references === 0) }
}

function megapixelsOf(size: Size): number {
  return Math.ceil(pixelsOf(size) / megapixel)
}

function round(usd: number): number {
  return Math.round(usd * rounding) / rounding
}
