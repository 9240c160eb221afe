import { effectiveMask, maskReachPx, type MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'

/** Returns the bounding box of all painted pixels; null if nothing is painted. */
export function boundsOfCoverage(coverage: Uint8Array, { widthPx, heightPx }: Size): Rect | null {
  const bytes = Buffer.from(coverage.buffer, coverage.byteOffset, coverage.byteLength)
  const blank = Buffer.alloc(widthPx)
  let left = widthPx
  let right = -1
  let top = -1
  let bottom = -1
  for (let y = 0; y < heightPx; y++) {
    const row = bytes.subarray(y * widthPx, (y + 1) * widthPx)
    // Most rows of a large image are blank, and comparing buffers is a hundred times faster than scanning.
    if (blank.equals(row)) continue
    if (top < 0) top = y
    bottom = y
    // Only columns outside the current bounds can extend them.
    if (!blank.subarray(0, left).equals(row.subarray(0, left))) left = row.findIndex((value) => value > 0)
    if (!blank.subarray(right + 1).equals(row.subarray(right + 1))) right = row.findLastIndex((value) => value > 0)
  }
  if (top < 0) return null
  return { x: left, y: top, widthPx: right - left + 1, heightPx: bottom - top + 1 }
}

/**
 * Converts painted coverage of a whole image to its effective mask, in place. Only the area the paint can reach is
 * computed, so that a small stroke on a large image is cheap. Returns that area; null if nothing is painted.
 */
export function applyEffectiveMask(coverage: Uint8Array, size: Size, edge: MaskEdge): Rect | null {
  const bounds = boundsOfCoverage(coverage, size)
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
