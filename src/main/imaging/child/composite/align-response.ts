import type { Alignment } from '../../../../shared/domain/edit.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { blurPlane, blurWeighted } from './blur-plane.ts'
import { fitSimilarity, readBetween, type FitLevel, type FitOptions } from './fit-similarity.ts'
import { likelyShifts, type Shift } from './phase-correlation.ts'
import { affineOf, inPlace, resizePlacement, type Similarity } from './placement.ts'

/** Both images downscaled to the same size, as luma 0 to 255, and weights for the parts that should match. */
export interface AlignInput extends Size {
  readonly source: Float32Array
  readonly answer: Float32Array
  /** 0 to 1 per pixel: kept, visible, and far enough from the repainted area. */
  readonly kept: Float32Array
  /** How far the response may have shifted, in pixels of these images. */
  readonly searchPx: number
}

export interface FoundPlacement {
  /** In pixels of these images. */
  readonly placement: Similarity
  readonly correlation: number
  readonly basis: Alignment['basis']
}

/** The correlation is measured at this size or below: finer detail (repainted texture, compression) may differ. */
const measureSidePx = 256
/** Low-pass for both the correlation and the refinement, in pixels of their respective size. */
const smoothSigma = 0.8
/** Both also ignore structures broader than this fraction of the longer side: light and color may differ. */
const broadShare = 1 / 10
/** Below this contrast (standard deviation, levels of 255), noise dominates the correlation. */
const flatContrast = 1.6
const keptPixelsMin = 48
const scaleLimit = 0.03
const rotationLimit = (2 * Math.PI) / 180
/** Scale and rotation are accepted if they leave at most this fraction of the residual of a pure shift. */
const clearlyBetter = 0.8
/** A smaller shift is not worth the blur of another resampling; in pixels of these images. */
const stillPx = 0.04
const coarseRounds = 8
const fineRounds = 8
const coarsestSidePx = 64
/** Broad lighting needs few pixels. */
const broadSidePx = 128

/**
 * Finds how a response is placed over its source from the surroundings of the mask: phase correlation for the shift, checked
 * by masked correlation against no shift, then a refined shift and, where clearly better, scale (±3 %) and rotation
 * (±2°).
 */
export function alignResponse(input: AlignInput): FoundPlacement {
  if (sumOf(input.kept) < keptPixelsMin) return { placement: inPlace, correlation: 0, basis: 'unknown' }
  const fine = bandOf(input)
  const coarse = halveUntil(fine, measureSidePx)
  if (contrastOf(coarse) < flatContrast) {
    return { placement: inPlace, correlation: correlationAt(coarse, inPlace), basis: 'flat' }
  }
  const factor = fine.widthPx / coarse.widthPx
  const shift = bestShift(coarse, input.searchPx / factor)
  const placement = refine(fine, coarse, shift, input.searchPx)
  return { placement, correlation: correlationAt(coarse, resizePlacement(placement, 1 / factor)), basis: 'measured' }
}

function sumOf(values: Float32Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n]!
  return sum
}

/** Band-pass that removes noise and structures so broad that light and color dominate them. */
function bandOf({ widthPx, heightPx, source, answer, kept }: AlignInput): FitLevel {
  const size = { widthPx, heightPx }
  const smooth = { ...size, fixed: blurPlane(source, size, smoothSigma), moved: blurPlane(answer, size, smoothSigma) }
  const small = halveUntil({ ...smooth, weights: kept }, broadSidePx)
  const sigma = Math.max(4 * smoothSigma, Math.max(small.widthPx, small.heightPx) * broadShare)
  subtractBroad(smooth.fixed, size, blurWeighted(small.fixed, small.weights, small, sigma), small)
  subtractBroad(smooth.moved, size, blurWeighted(small.moved, small.weights, small, sigma), small)
  return { ...smooth, weights: kept }
}

function subtractBroad(plane: Float32Array, { widthPx, heightPx }: Size, broad: Float32Array, small: Size): void {
  for (let y = 0, n = 0; y < heightPx; y++) {
    const row = Math.max(0, Math.min(small.heightPx - 1, ((y + 0.5) * small.heightPx) / heightPx - 0.5))
    for (let x = 0; x < widthPx; x++, n++) {
      const column = Math.max(0, Math.min(small.widthPx - 1, ((x + 0.5) * small.widthPx) / widthPx - 0.5))
      plane[n]! -= readBetween(broad, small, column, row)
    }
  }
}

/** Weighted standard deviation of the fixed image. */
function contrastOf({ fixed, weights }: FitLevel): number {
  let [sum, mean, square] = [0, 0, 0]
  for (let n = 0; n < fixed.length; n++) {
    sum += weights[n]!
    mean += weights[n]! * fixed[n]!
    square += weights[n]! * fixed[n]! * fixed[n]!
  }
  return Math.sqrt(Math.max(0, square / sum - (mean / sum) ** 2))
}

/** Weighted normalized correlation of both images with the moved one placed. */
export function correlationAt(level: FitLevel, placement: Similarity): number {
  const { widthPx, heightPx, fixed, moved, weights } = level
  const { ax, bx, cx, ay, by, cy } = affineOf(placement, level)
  let [sum, sumF, sumM, sumFF, sumMM, sumFM] = [0, 0, 0, 0, 0, 0]
  for (let row = 0, n = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, n++) {
      const w = weights[n]!
      if (w === 0) continue
      const x = ax * (column + 0.5) + bx * (row + 0.5) + cx - 0.5
      const y = ay * (column + 0.5) + by * (row + 0.5) + cy - 0.5
      if (x < 0 || y < 0 || x > widthPx - 1 || y > heightPx - 1) continue
      const f = fixed[n]!
      const m = readBetween(moved, level, x, y)
      sum += w
      sumF += w * f
      sumM += w * m
      sumFF += w * f * f
      sumMM += w * m * m
      sumFM += w * f * m
    }
  }
  const spread = (sumFF - (sumF * sumF) / sum) * (sumMM - (sumM * sumM) / sum)
  if (!(spread > 0)) return 0
  return Math.max(-1, Math.min(1, (sumFM - (sumF * sumM) / sum) / Math.sqrt(spread)))
}

function bestShift(level: FitLevel, searchPx: number): Shift {
  const weigh = (plane: Float32Array): Float32Array => plane.map((value, n) => value * level.weights[n]!)
  const peaks = likelyShifts(weigh(level.fixed), weigh(level.moved), level, Math.max(1, searchPx))
  let best: Shift & { readonly correlation: number } = { x: 0, y: 0, correlation: -2 }
  for (const shift of [{ x: 0, y: 0 }, ...peaks]) {
    if (Math.max(Math.abs(shift.x), Math.abs(shift.y)) > searchPx + 0.5) continue
    const correlation = correlationAt(level, { ...inPlace, shiftX: shift.x, shiftY: shift.y })
    if (correlation > best.correlation) best = { ...shift, correlation }
  }
  return best
}

/** @param shift in pixels of `coarse`; the result is in pixels of `fine` */
function refine(fine: FitLevel, coarse: FitLevel, shift: Shift, searchPx: number): Similarity {
  const factor = fine.widthPx / coarse.widthPx
  const levels = pyramidOf(coarse)
  const start = { ...inPlace, shiftX: shift.x, shiftY: shift.y }
  const shifted = fitThrough(levels, start, 'shift')
  const turned = fitThrough(levels, shifted, 'similarity')
  const judge = (similarity: Similarity): number =>
    isWithin(similarity, searchPx / factor) ? correlationAt(coarse, similarity) : correlationAt(coarse, inPlace) - 1
  const [stayed, moved] = [judge(inPlace), judge(shifted)]
  if (1 - judge(turned) < clearlyBetter * (1 - Math.max(moved, stayed))) {
    return fitSimilarity(fine, resizePlacement(turned, factor), { freedom: 'similarity', rounds: fineRounds })
  }
  if (moved <= stayed) return inPlace
  const fitted = fitSimilarity(fine, resizePlacement(shifted, factor), { freedom: 'shift', rounds: fineRounds })
  return Math.hypot(fitted.shiftX, fitted.shiftY) < stillPx ? inPlace : fitted
}

/** Coarse to fine, each level refining the result of the previous one. */
function fitThrough(levels: readonly FitLevel[], start: Similarity, freedom: FitOptions['freedom']): Similarity {
  const finest = levels[0]!
  return levels.toReversed().reduce((placement, level) => {
    const factor = level.widthPx / finest.widthPx
    const fitted = fitSimilarity(level, resizePlacement(placement, factor), { freedom, rounds: coarseRounds })
    return resizePlacement(fitted, 1 / factor)
  }, start)
}

function isWithin({ shiftX, shiftY, scale, rotation }: Similarity, searchPx: number): boolean {
  const isNear = Math.max(Math.abs(shiftX), Math.abs(shiftY)) <= searchPx + 0.5
  return isNear && Math.abs(scale - 1) <= scaleLimit && Math.abs(rotation) <= rotationLimit
}

/** Finest first. */
function pyramidOf(level: FitLevel): FitLevel[] {
  const levels = [level]
  for (let last = level; Math.max(last.widthPx, last.heightPx) >= 2 * coarsestSidePx; levels.push(last)) {
    last = halve(last)
  }
  return levels
}

function halveUntil(level: FitLevel, sidePx: number): FitLevel {
  let last = level
  while (Math.max(last.widthPx, last.heightPx) > sidePx) last = halve(last)
  return last
}

/** Each pixel is the mean of four; an odd last row or column is dropped, and `widthPx` gives the scale factor. */
function halve(level: FitLevel): FitLevel {
  const widthPx = Math.max(1, level.widthPx >> 1)
  const heightPx = Math.max(1, level.heightPx >> 1)
  const mean = (plane: Float32Array): Float32Array => {
    const result = new Float32Array(widthPx * heightPx)
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const at = 2 * y * level.widthPx + 2 * x
        const right = level.widthPx > 1 ? 1 : 0
        const down = level.heightPx > 1 ? level.widthPx : 0
        result[y * widthPx + x] = (plane[at]! + plane[at + right]! + plane[at + down]! + plane[at + right + down]!) / 4
      }
    }
    return result
  }
  return { widthPx, heightPx, fixed: mean(level.fixed), moved: mean(level.moved), weights: mean(level.weights) }
}
