import type { Size } from '../../../shared/util/geometry.ts'

/** Returns the coarsest level that still has a pixel for each screen pixel. */
export function levelFor(zoom: number): number {
  return Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6))
}

/** Returns an image's size at a level (number of halvings). */
export function sizeAtLevel(size: Size, level: number): Size {
  const scale = 2 ** level
  return { widthPx: Math.ceil(size.widthPx / scale), heightPx: Math.ceil(size.heightPx / scale) }
}
