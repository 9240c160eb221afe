import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { nothing, outerRect } from './outer-rect.ts'
import { PolygonEdges } from './polygon-edges.ts'
import { PolygonSweep } from './polygon-sweep.ts'
import { scanRows } from './scan-rows.ts'

/**
 * A closed contour. Everything it encloses, however often, is inside (non-zero winding): a lasso whose end crosses its
 * beginning, or that circles twice, leaves no holes.
 */
export function polygonSource(points: readonly Point[], isAntialiased: boolean): CoverageSource {
  if (points.length < 3) return nothing
  const edges = new PolygonEdges(points)
  return {
    bounds: outerRect(boundsOf(points)),
    read: (part) => {
      const { crossing, left, isCrossed } = edges.around(part)
      // If no edge passes through, one point decides for all.
      if (!isCrossed) return edges.windingAt(left, part.y + part.heightPx / 2) === 0 ? 'none' : 'full'
      const sweep = new PolygonSweep(edges, crossing, left, part)
      return scanRows(part, isAntialiased, (y, add) => sweep.spansAt(y, add))
    },
  }
}

function boundsOf(points: readonly Point[]): Rect {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}
