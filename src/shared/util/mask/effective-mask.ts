import { type CoverageArea, NearestPaint } from './effective-mask-distance.ts'
import { growRect, intersectRects, type Rect, type Size } from '../geometry.ts'

/** Sliding maximum over `2 * radius + 1` neighbors, in time independent of the radius (van Herk 1992). */
class WindowMaximum {
  readonly #radius: number
  readonly #ahead: Uint8Array
  readonly #behind: Uint8Array

  constructor(longest: number, radius: number) {
    this.#radius = radius
    this.#ahead = new Uint8Array(longest + 2 * radius)
    this.#behind = new Uint8Array(longest + 2 * radius)
  }

  apply(values: Uint8Array, offset: number, stride: number, length: number): void {
    const radius = this.#radius
    const width = 2 * radius + 1
    const padded = length + 2 * radius
    const ahead = this.#ahead
    const previousRow = this.#behind
    ahead.fill(0, 0, radius)
    for (let i = 0; i < length; i++) ahead[i + radius] = values[offset + i * stride]!
    ahead.fill(0, radius + length, padded)
    previousRow.set(ahead.subarray(0, padded))
    for (let i = 1; i < padded; i++)
      if (i % width !== 0 && previousRow[i - 1]! > previousRow[i]!) previousRow[i] = previousRow[i - 1]!
    for (let i = padded - 2; i >= 0; i--)
      if ((i + 1) % width !== 0 && ahead[i + 1]! > ahead[i]!) ahead[i] = ahead[i + 1]!
    for (let i = 0; i < length; i++) {
      const leftValue = ahead[i]!
      const right = previousRow[i + 2 * radius]!
      values[offset + i * stride] = leftValue > right ? leftValue : right
    }
  }
}

export interface MaskEdge {
  /** Pixels by which the paint is grown … */
  readonly growPx: number
  /** … and over which it then fades to nothing. */
  readonly featherPx: number
}

/** Returns how far the effective mask can extend beyond the paint, pixels. */
export function maskReachPx(edge: MaskEdge): number {
  return Math.ceil(edge.growPx + edge.featherPx)
}

/** Returns how far outside an area paint can affect the effective mask inside it, pixels. */
export function maskContextPx(edge: MaskEdge): number {
  const reach = maskReachPx(edge)
  return reach === 0 ? 0 : reach + rimPx(edge)
}

/** Paint fainter than this (3 %) is not grown: the faint edge of a soft brush must not reach as far as its core. */
const faintest = 8
/**
 * Paint is grown separately by strength: each level is what is painted at least this much, and less than the previous
 * one.
 */
const levels = [255, 208, 160, 112, 64, 24, faintest]
/** Large areas are processed in squares of this side: most are all paint or none, and cost next to nothing. */
const blockPx = 512

/** Returns the width up to which a rim counts as strong as the paint it belongs to. */
function rimPx({ featherPx }: MaskEdge): number {
  return featherPx < 4 ? 0 : Math.min(16, Math.max(1, Math.floor(featherPx / 8)))
}

/**
 * Computes the effective mask: what the overlay shows, what is sent, and what the proof counts. Where it is 0 the
 * original's pixels stay byte for byte.
 *
 * Every pixel painted at least 3 % spreads its own strength outwards: all of it up to `growPx`, smooth-step down to
 * nothing at `growPx + featherPx`. The effective mask is the maximum at each pixel, never less than the paint itself:
 * gray dilation, in which a mask of 60 % gets an edge of 60 %. With both at 0 it is exactly the paint.
 *
 * In detail: paint is divided into seven fixed strength levels. In each, the nearest pixel contributes its strength
 * times the ramp of its distance, and at least 1 where the ramp is not 0. So the result at a pixel depends only on
 * nearby paint; combined masks are 0 exactly where each of them is 0, and differ from their maximum only where the rim
 * of one lies within the other's paint. The thin rim of anti-aliasing or of a nearly hard brush (an eighth of the
 * feather, 16 px at most) counts as strong as the paint it belongs to; so such paint is all of one level, and costs one
 * distance transform.
 *
 * @param paint the painted coverage; must extend `maskContextPx(edge)` beyond `area` wherever there is paint
 * @param area the region to compute; must lie inside `paint.rect`
 * @returns coverage of `area`, row by row
 */
export function effectiveMask(paint: CoverageArea, area: Rect, edge: MaskEdge): Uint8Array {
  const result = cropCoverage(paint, area)
  if (edge.growPx + edge.featherPx <= 0) return result
  const ramp = squaredRamp(edge)
  const transform = new NearestPaint(ramp)
  for (let y = 0; y < area.heightPx; y += blockPx) {
    for (let x = 0; x < area.widthPx; x += blockPx) {
      const widthPx = Math.min(blockPx, area.widthPx - x)
      const heightPx = Math.min(blockPx, area.heightPx - y)
      widenBlock(paint, { x: area.x + x, y: area.y + y, widthPx, heightPx }, edge, transform, result, area)
    }
  }
  return result
}

function widenBlock(
  paint: CoverageArea,
  block: Rect,
  edge: MaskEdge,
  transform: NearestPaint,
  result: Uint8Array,
  area: Rect,
): void {
  const context = intersectRects(growRect(block, maskContextPx(edge)), paint.rect)
  const strongest = rangeOf(paint, context)[1]
  if (strongest < faintest || rangeOf(paint, block)[0] === 255) return
  const plateau = plateauOf(cropCoverage(paint, context), context, rimPx(edge), faintest)
  raise(result, area, { rect: context, coverage: plateau }, block)
  const sources = { rect: context, coverage: rimOf(plateau, context) }
  const counts = countFrom(sources.coverage)
  let below = 256
  for (const level of levels) {
    if (counts[level] !== counts[below]) {
      transform.spread(sources, level, below, block, (y, row) => {
        const to = (y - area.y) * area.widthPx + block.x - area.x
        for (let i = 0; i < row.length; i++) if (row[i]! > result[to + i]!) result[to + i] = row[i]!
      })
    }
    below = level
  }
}

/** At distance 0 the full strength applies. */
function raise(result: Uint8Array, area: Rect, plateau: CoverageArea, block: Rect): void {
  for (let y = block.y; y < block.y + block.heightPx; y++) {
    const to = (y - area.y) * area.widthPx + block.x - area.x
    const from = (y - plateau.rect.y) * plateau.rect.widthPx + block.x - plateau.rect.x
    for (let i = 0; i < block.widthPx; i++) {
      const value = plateau.coverage[from + i]!
      if (value > result[to + i]!) result[to + i] = value
    }
  }
}

/**
 * Keeps only pixels with a weaker neighbor: the contribution of any other is at least matched by that of its neighbor
 * in the same direction.
 */
function rimOf(plateau: Uint8Array, { widthPx, heightPx }: Size): Uint8Array {
  const rim = new Uint8Array(plateau.length)
  for (let y = 0; y < heightPx; y++) {
    const up = y === 0 ? 0 : -widthPx
    const down = y === heightPx - 1 ? 0 : widthPx
    for (let x = 0, i = y * widthPx; x < widthPx; x++, i++) {
      const value = plateau[i]!
      if (value < faintest) continue
      const isRim =
        plateau[i + up]! < value ||
        plateau[i + down]! < value ||
        (x > 0 && plateau[i - 1]! < value) ||
        (x < widthPx - 1 && plateau[i + 1]! < value)
      if (isRim) rim[i] = value
    }
  }
  return rim
}

/** Ramp by squared distance, which is an integer between pixels; ends where the ramp reaches 0. */
function squaredRamp({ growPx, featherPx }: MaskEdge): Float64Array {
  const reach = growPx + featherPx
  const length = Math.max(Math.floor(growPx * growPx) + 1, Math.ceil(reach * reach))
  return Float64Array.from({ length }, (_, squared) => {
    const distancePx = Math.sqrt(squared)
    if (distancePx <= growPx) return 1
    const t = (distancePx - growPx) / featherPx
    return 1 - t * t * (3 - 2 * t)
  })
}

/** Returns, for each value, how many pixels have at least that. */
function countFrom(coverage: Uint8Array): Uint32Array {
  const counts = new Uint32Array(257)
  for (let i = 0; i < coverage.length; i++) counts[coverage[i]!]!++
  for (let value = 255; value >= 0; value--) counts[value]! += counts[value + 1]!
  return counts
}

function rangeOf({ rect, coverage }: CoverageArea, area: Rect): readonly [number, number] {
  let least = 255
  let strongest = 0
  for (let y = area.y; y < area.y + area.heightPx; y++) {
    const from = (y - rect.y) * rect.widthPx + area.x - rect.x
    for (let i = from; i < from + area.widthPx; i++) {
      const value = coverage[i]!
      if (value < least) least = value
      if (value > strongest) strongest = value
    }
    if (least === 0 && strongest === 255) break
  }
  return [least, strongest]
}

function cropCoverage(source: CoverageArea, area: Rect): Uint8Array {
  const result = new Uint8Array(area.widthPx * area.heightPx)
  for (let row = 0; row < area.heightPx; row++) {
    const from = (area.y - source.rect.y + row) * source.rect.widthPx + (area.x - source.rect.x)
    result.set(source.coverage.subarray(from, from + area.widthPx), row * area.widthPx)
  }
  return result
}

/**
 * Returns paint with its rim raised: every pixel of at least `threshold` takes the strongest value within a square of
 * `radiusPx` around it; fainter ones are 0. Hard paint with a soft rim narrower than that becomes uniform.
 */
function plateauOf(coverage: Uint8Array, size: Size, radiusPx: number, threshold: number): Uint8Array {
  const rimCount = countRim(coverage)
  if (radiusPx === 0 || rimCount === 0) return coverage
  const side = 2 * radiusPx + 1
  const isThin = rimCount * side * side < coverage.length * 8
  const strongest = isThin ? coverage : strongestAround(coverage, size, radiusPx)
  return coverage.map((value, at) => {
    if (value === 255 || value < threshold) return value === 255 ? 255 : 0
    return isThin ? strongestNear(coverage, size, at, radiusPx) : strongest[at]!
  })
}

/** Counts pixels that are neither empty nor full. */
function countRim(coverage: Uint8Array): number {
  let count = 0
  for (let i = 0; i < coverage.length; i++) if (coverage[i]! > 0 && coverage[i]! < 255) count++
  return count
}

/** Returns the strongest value around one pixel. Stops early next to hard paint. */
function strongestNear(coverage: Uint8Array, { widthPx, heightPx }: Size, at: number, radiusPx: number): number {
  const x = at % widthPx
  const y = Math.floor(at / widthPx)
  const right = Math.min(widthPx - 1, x + radiusPx)
  const bottom = Math.min(heightPx - 1, y + radiusPx)
  let strongest = 0
  for (let row = Math.max(0, y - radiusPx); row <= bottom; row++) {
    for (let i = row * widthPx + Math.max(0, x - radiusPx); i <= row * widthPx + right; i++) {
      if (coverage[i]! > strongest) strongest = coverage[i]!
    }
    if (strongest === 255) break
  }
  return strongest
}

function strongestAround(coverage: Uint8Array, { widthPx, heightPx }: Size, radiusPx: number): Uint8Array {
  const strongest = coverage.slice()
  const window = new WindowMaximum(Math.max(widthPx, heightPx), radiusPx)
  for (let y = 0; y < heightPx; y++) window.apply(strongest, y * widthPx, 1, widthPx)
  for (let x = 0; x < widthPx; x++) window.apply(strongest, x, widthPx, heightPx)
  return strongest
}
