import type { Size } from '../../../shared/util/geometry.ts'

/** The coarsest halving that still has a pixel for each pixel of the screen. */
export function levelFor(zoom: number): number {
  return Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6))
}

/** The size of a picture after so many halvings. */
export function sizeAtLevel(size: Size, level: number): Size {
  const scale = 2 ** level
  return { widthPx: Math.ceil(size.widthPx / scale), heightPx: Math.ceil(size.heightPx / scale) }
}
