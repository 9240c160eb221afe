import { intersectRects, isEmptyRect, type Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'

/** A rectangle with sub-pixel corners. Anti-aliased: each pixel by its covered area; hard: if its center is inside. */
export function rectSource(rect: Rect, isAntialiased: boolean): CoverageSource {
  if (isEmptyRect(rect)) return emptySource
  const shape = isAntialiased ? rect : toWholePixels(rect)
  if (isEmptyRect(shape)) return emptySource
  return {
    bounds: outerRect(shape),
    read: (part) => {
      if (isEmptyRect(intersectRects(part, shape))) return 'none'
      if (contains(shape, part)) return 'full'
      const across = overlaps(shape.x, shape.widthPx, part.x, part.widthPx)
      const down = overlaps(shape.y, shape.heightPx, part.y, part.heightPx)
      const coverage = new Uint8Array(part.widthPx * part.heightPx)
      down.forEach((height, y) => {
        for (let x = 0; x < part.widthPx; x++) coverage[y * part.widthPx + x] = Math.round(255 * height * across[x]!)
      })
      return coverage
    },
  }
}

function toWholePixels({ x, y, widthPx, heightPx }: Rect): Rect {
  const left = Math.ceil(x - 0.5)
  const top = Math.ceil(y - 0.5)
  return {
    x: left,
    y: top,
    widthPx: Math.ceil(x + widthPx - 0.5) - left,
    heightPx: Math.ceil(y + heightPx - 0.5) - top,
  }
}

/** The share of each pixel of a line between `from` and `from + length`, 0 to 1. */
function overlaps(from: number, length: number, first: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    Math.max(0, Math.min(from + length, first + i + 1) - Math.max(from, first + i)),
  )
}

function contains(outer: Rect, inner: Rect): boolean {
  const isAcross = inner.x >= outer.x && inner.x + inner.widthPx <= outer.x + outer.widthPx
  return isAcross && inner.y >= outer.y && inner.y + inner.heightPx <= outer.y + outer.heightPx
}

/** The whole pixels that a rectangle touches. */
export function outerRect({ x, y, widthPx, heightPx }: Rect): Rect {
  const left = Math.floor(x)
  const top = Math.floor(y)
  return { x: left, y: top, widthPx: Math.ceil(x + widthPx) - left, heightPx: Math.ceil(y + heightPx) - top }
}

/** A shape without extent. */
export const emptySource: CoverageSource = { bounds: { x: 0, y: 0, widthPx: 0, heightPx: 0 }, read: () => 'none' }
