import type { Size } from '../../shared/util/geometry.ts'
import type { PixelGrid } from '../../shared/domain/model-card.ts'

/** 1,000 × 333 is taken for 3:1 in spite of the whole pixels. */
const ratioSlack = 1e-9

export function isOnGrid({ widthPx, heightPx }: Size, grid: PixelGrid): boolean {
  const long = Math.max(widthPx, heightPx)
  const short = Math.min(widthPx, heightPx)
  const pixels = widthPx * heightPx
  return (
    widthPx % grid.multiplePx === 0 &&
    heightPx % grid.multiplePx === 0 &&
    short >= grid.minSidePx &&
    long <= grid.maxSidePx &&
    pixels >= grid.minPixels &&
    pixels <= grid.maxPixels &&
    long <= short * grid.maxRatio + ratioSlack
  )
}

/**
 * Returns the cheapest size on the grid by trying every width. `heightsFor` returns the heights to try for a width;
 * each is clamped to what the grid allows there. null = nothing is on this grid.
 */
export function cheapestOnGrid(
  grid: PixelGrid,
  heightsFor: (widthPx: number) => readonly number[],
  costOf: (size: Size) => number,
): Size | null {
  const { multiplePx } = grid
  let best: Size | null = null
  let bestCost = Infinity
  for (let widthPx = roundUp(grid.minSidePx, multiplePx); widthPx <= grid.maxSidePx; widthPx += multiplePx) {
    const lowest = roundUp(Math.max(grid.minSidePx, grid.minPixels / widthPx, widthPx / grid.maxRatio), multiplePx)
    const highest = roundDown(Math.min(grid.maxSidePx, grid.maxPixels / widthPx, widthPx * grid.maxRatio), multiplePx)
    if (lowest > highest) continue
    for (const height of heightsFor(widthPx)) {
      for (const rounded of [roundDown(height, multiplePx), roundUp(height, multiplePx)]) {
        const size = { widthPx, heightPx: Math.min(highest, Math.max(lowest, rounded)) }
        const cost = costOf(size)
        if (cost < bestCost) {
          best = size
          bestCost = cost
        }
      }
    }
  }
  return best
}

export function ratioOf({ widthPx, heightPx }: Size): number {
  return widthPx / heightPx
}

export function pixelsOf({ widthPx, heightPx }: Size): number {
  return widthPx * heightPx
}

/** Ratio distance of two positive numbers, symmetric: 0 = equal, 0.69 = one is twice the other. */
export function distance(a: number, b: number): number {
  return Math.abs(Math.log(a / b))
}

export function clampRatio(ratio: number, maxRatio: number): number {
  return Math.min(maxRatio, Math.max(1 / maxRatio, ratio))
}

export function roundUp(length: number, multiplePx: number): number {
  return Math.ceil(length / multiplePx - ratioSlack) * multiplePx
}

export function roundDown(length: number, multiplePx: number): number {
  return Math.floor(length / multiplePx + ratioSlack) * multiplePx
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

/** Reduces width and height to lowest terms: 1536 × 1024 is 3 × 2. */
export function reducedRatio({ widthPx, heightPx }: Size): Size {
  const divisor = greatestDivisor(widthPx, heightPx)
  return { widthPx: widthPx / divisor, heightPx: heightPx / divisor }
}

/** Parses `16:9` as a size of that shape. */
export function readRatio(text: string): Size {
  const [width = 1, height = 1] = text.split(':').map(Number)
  return { widthPx: Math.max(1, width), heightPx: Math.max(1, height) }
}
