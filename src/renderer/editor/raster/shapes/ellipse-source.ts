import { clamp } from '../../../../shared/util/clamp.ts'
import { isEmptyRect, type Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { emptySource, outerRect } from './rect-source.ts'
import { scanRows } from './scan-rows.ts'

/** The ellipse that touches the rectangle's sides. */
export function ellipseSource(rect: Rect, isAntialiased: boolean): CoverageSource {
  if (isEmptyRect(rect)) return emptySource
  const radiusX = rect.widthPx / 2
  const radiusY = rect.heightPx / 2
  const centreX = rect.x + radiusX
  const centreY = rect.y + radiusY
  /** Squared distance from the center relative to the radii: 1 on the outline. */
  const awayAt = (x: number, y: number) => ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2
  return {
    bounds: outerRect(rect),
    read: (part) => {
      const right = part.x + part.widthPx
      const bottom = part.y + part.heightPx
      if (awayAt(clamp(centreX, part.x, right), clamp(centreY, part.y, bottom)) >= 1) return 'none'
      const farX = centreX - part.x > right - centreX ? part.x : right
      const farY = centreY - part.y > bottom - centreY ? part.y : bottom
      if (awayAt(farX, farY) <= 1) return 'full'
      return scanRows(part, isAntialiased, (y, add) => {
        const height = (y - centreY) / radiusY
        if (Math.abs(height) >= 1) return
        const half = radiusX * Math.sqrt(1 - height * height)
        add(centreX - half, centreX + half)
      })
    },
  }
}
