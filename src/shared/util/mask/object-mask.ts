import type { Point, Rect, Size } from '../geometry.ts'

/** What says which object is meant: points on and beside it, and a box around it, in image pixels. One at least. */
export interface ObjectPrompt {
  readonly points: readonly (Point & { readonly isIncluded: boolean })[]
  readonly box: Rect | null
}

/** An object in an image as a coarse grid of levels: 128 is its edge, higher is inside. */
export interface ObjectMask {
  /** Row by row. */
  readonly levels: Uint8Array<ArrayBuffer>
  readonly widthPx: number
  readonly heightPx: number
  /** The part of the grid that the image fills, from its top left corner; cells, may be fractions. */
  readonly filled: Size
}

const edgeLevel = 128

/**
 * Returns how much of each pixel of a part of the image the object covers, 0 to 255, row by row. Levels between cells are
 * interpolated as in PyTorch's `interpolate(mode='bilinear', align_corners=False)`, which Segment Anything uses.
 * @param isAntialiased otherwise each pixel is inside or outside
 */
export function coverageOf(mask: ObjectMask, image: Size, part: Rect, isAntialiased: boolean): Uint8Array<ArrayBuffer> {
  const { levels, widthPx } = mask
  const across = stepsOf(mask.filled.widthPx / image.widthPx, part.x, part.widthPx, mask.widthPx)
  const down = stepsOf(mask.filled.heightPx / image.heightPx, part.y, part.heightPx, mask.heightPx)
  const coverage = new Uint8Array(part.widthPx * part.heightPx)
  for (let y = 0; y < part.heightPx; y++) {
    const upper = down.first[y]! * widthPx
    const lower = down.second[y]! * widthPx
    const downShare = down.share[y]!
    for (let x = 0; x < part.widthPx; x++) {
      const left = across.first[x]!
      const right = across.second[x]!
      const share = across.share[x]!
      const topLeft = levels[upper + left]!
      const bottomLeft = levels[lower + left]!
      const topSlope = levels[upper + right]! - topLeft
      const bottomSlope = levels[lower + right]! - bottomLeft
      const top = topLeft + topSlope * share
      const downSlope = bottomLeft + bottomSlope * share - top
      const level = top + downSlope * downShare - edgeLevel
      let inside = level > 0 ? 1 : 0
      if (isAntialiased) {
        // Per pixel, from the slope of the same interpolation.
        const slopeX = (topSlope + (bottomSlope - topSlope) * downShare) * across.cellsPerPx
        const slopeY = downSlope * down.cellsPerPx
        const slope = Math.sqrt(slopeX * slopeX + slopeY * slopeY)
        if (slope > Math.abs(2 * level)) inside = 0.5 + level / slope
      }
      coverage[y * part.widthPx + x] = 255 * inside + 0.5
    }
  }
  return coverage
}

interface Steps {
  /** Cells on both sides of each pixel's center. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** Of the second one, 0 to 1. */
  readonly share: Float64Array
  readonly cellsPerPx: number
}

function stepsOf(cellsPerPx: number, from: number, count: number, cells: number): Steps {
  const first = new Int32Array(count)
  const second = new Int32Array(count)
  const share = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    const place = Math.max(0, (from + at + 0.5) * cellsPerPx - 0.5)
    first[at] = Math.min(cells - 1, Math.floor(place))
    second[at] = Math.min(cells - 1, first[at]! + 1)
    share[at] = place - Math.floor(place)
  }
  return { first, second, share, cellsPerPx }
}

function toPx(cell: number, sidePx: number, cells: number): number {
  return (cell * sidePx) / cells
}

/** Whole pixels outside of which nothing is covered; null = nothing is. */
export function boundsOf({ levels, widthPx, heightPx, filled }: ObjectMask, image: Size): Rect | null {
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1]
  for (let at = 0; at < levels.length; at++) {
    if (levels[at]! <= edgeLevel) continue
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  if (right === -1) return null
  // An edge is up to one cell beyond the center of the last cell inside.
  const x = Math.max(0, Math.floor(toPx(left - 1, image.widthPx, filled.widthPx)))
  const y = Math.max(0, Math.floor(toPx(top - 1, image.heightPx, filled.heightPx)))
  const endX = Math.min(image.widthPx, Math.ceil(toPx(right + 2, image.widthPx, filled.widthPx)))
  const endY = Math.min(image.heightPx, Math.ceil(toPx(bottom + 2, image.heightPx, filled.heightPx)))
  // The rest of the grid is beside the image.
  return x < endX && y < endY ? { x, y, widthPx: endX - x, heightPx: endY - y } : null
}
