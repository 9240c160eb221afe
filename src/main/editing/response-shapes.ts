import type { SizeRule } from '../../shared/domain/model-card.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { nearestSize } from './fit-frame.ts'
import { isOnGrid, greatestDivisor, pixelsOf, readRatio, reducedRatio } from './pixel-grid.ts'

/** What is requested of a model; both null = it responds in the size of the image that is sent. */
export interface RequestedShape {
  readonly size: Size | null
  readonly aspectRatio: string | null
}

/** One shape a model responds in. */
export interface ResponseShape {
  /** In lowest terms. */
  readonly ratio: Size
  /** Approximate pixels of the response. */
  readonly pixels: number
  readonly ask: RequestedShape
}

type GridRule = Extract<SizeRule, { kind: 'grid' }>

/** 1 in a tier's `megapixels`. */
const tierPixels = 1024 * 1024

/** Returns every shape a model has; null = any on a grid, or that of the image sent. */
export function responseShapes(rule: SizeRule): readonly ResponseShape[] | null {
  switch (rule.kind) {
    case 'list':
      return listShapes(rule.sizes)
    case 'ratios': {
      const pixels = rule.tiers[0]!.megapixels * tierPixels
      return rule.ratios.map((aspectRatio) => ({
        ratio: reducedRatio(readRatio(aspectRatio)),
        pixels,
        ask: { size: null, aspectRatio },
      }))
    }
    case 'grid':
    case 'source':
      return null
  }
}

/** Of several sizes of one shape, keeps the one nearest to the model's usual area. */
function listShapes(sizes: readonly Size[]): readonly ResponseShape[] {
  const usual = sizes[0]!
  const byRatio = Map.groupBy(sizes, (size) => {
    const { widthPx, heightPx } = reducedRatio(size)
    return `${widthPx}:${heightPx}`
  })
  return [...byRatio.values()].map((alike) => {
    const size = nearestSize(alike, alike[0]!, usual)
    return { ratio: reducedRatio(size), pixels: pixelsOf(size), ask: { size, aspectRatio: null } }
  })
}

/** A model draws best near its usual size, and larger images cost more: at most twice that. */
export function mostPixels({ default: usual, minPixels, maxPixels, keepsSourcePixels = 0 }: GridRule): number {
  return Math.min(maxPixels, Math.max(minPixels, keepsSourcePixels, 2 * pixelsOf(usual)))
}

/**
 * Returns the size on a model's grid with exactly the frame's shape: the frame's own, or a larger one if that is small.
 */
export function responseOnGrid(frame: Size, rule: GridRule): Size {
  const usual = pixelsOf(rule.default)
  const isKept = rule.keepsSourcePixels !== undefined
  const isLargeEnough = isKept || pixelsOf(frame) >= usual || !isOnGrid(rule.default, rule)
  if (isLargeEnough && isOnGrid(frame, rule)) return frame
  const { widthPx: a, heightPx: b } = reducedRatio(frame)
  const step = gridStep({ widthPx: a, heightPx: b }, rule.multiplePx)
  const wanted = Math.sqrt(usual / (a * b)) / step
  const sizes = [Math.floor(wanted), Math.ceil(wanted)]
    .map((times) => ({ widthPx: a * step * times, heightPx: b * step * times }))
    .filter((size) => isOnGrid(size, rule) && pixelsOf(size) <= mostPixels(rule))
  const all = isOnGrid(frame, rule) ? [...sizes, frame] : sizes
  return all.length === 0 ? frame : nearestSize(all, frame, rule.default)
}

/** Sides of a shape are multiples of `multiplePx` at every multiple of this step. */
export function gridStep({ widthPx, heightPx }: Size, multiplePx: number): number {
  const forWidth = multiplePx / greatestDivisor(widthPx, multiplePx)
  const forHeight = multiplePx / greatestDivisor(heightPx, multiplePx)
  return (forWidth * forHeight) / greatestDivisor(forWidth, forHeight)
}
