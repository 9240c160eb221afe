import { effectiveMask, maskReachPx, type MaskEdge } from '../../../../shared/util/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'

/** The smallest rectangle that holds every painted pixel; null where nothing is painted. */
export function paintedBounds(coverage: Uint8Array, { widthPx, heightPx }: Size): Rect | null {
  const bytes = Buffer.from(coverage.buffer, coverage.byteOffset, coverage.byteLength)
  const blank = Buffer.alloc(widthPx)
  let left = widthPx
  let right = -1
  let top = -1
  let bottom = -1
  for (let y = 0; y < heightPx; y++) {
    const row = bytes.subarray(y * widthPx, (y + 1) * widthPx)
    // Most rows of a large picture are blank, and comparing is a hundred times faster than looking.
    if (blank.equals(row)) continue
    if (top < 0) top = y
    bottom = y
    // Only columns beyond those found so far can move the edges.
    if (!blank.subarray(0, left).equals(row.subarray(0, left))) left = row.findIndex((value) => value > 0)
    if (!blank.subarray(right + 1).equals(row.subarray(right + 1))) right = row.findLastIndex((value) => value > 0)
  }
  if (top < 0) return null
  return { x: left, y: top, widthPx: right - left + 1, heightPx: bottom - top + 1 }
}

/**
 * Turns painted coverage of a whole picture into its effective mask, in place. Only the part the paint can reach is
 * computed, so that a small stroke on a large picture costs little. Returns that part; null where nothing is painted.
 */
export function applyEffectiveMask(coverage: Uint8Array, size: Size, edge: MaskEdge): Rect | null {
  const bounds = paintedBounds(coverage, size)
  if (bounds === null) return null
  const area = intersectRects(growRect(bounds, maskReachPx(edge)), { x: 0, y: 0, ...size })
  if (edge.growPx + edge.featherPx <= 0) return area
  const paint = new Uint8Array(area.widthPx * area.heightPx)
  for (let row = 0; row < area.heightPx; row++) {
    const from = (area.y + row) * size.widthPx + area.x
    paint.set(coverage.subarray(from, from + area.widthPx), row * area.widthPx)
  }
  const effective = effectiveMask({ rect: area, coverage: paint }, area, edge)
  for (let row = 0; row < area.heightPx; row++) {
    const part = effective.subarray(row * area.widthPx, (row + 1) * area.widthPx)
    coverage.set(part, (area.y + row) * size.widthPx + area.x)
  }
  return area
}
