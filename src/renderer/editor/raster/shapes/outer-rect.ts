import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'

/** The whole pixels that a rectangle touches. */
export function outerRect({ x, y, widthPx, heightPx }: Rect): Rect {
  const left = Math.floor(x)
  const top = Math.floor(y)
  return { x: left, y: top, widthPx: Math.ceil(x + widthPx) - left, heightPx: Math.ceil(y + heightPx) - top }
}

/** A shape without extent. */
export const nothing: CoverageSource = { bounds: { x: 0, y: 0, widthPx: 0, heightPx: 0 }, read: () => 'none' }
