import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** Crops pixels to an area in their own coordinates. */
export function cropTo(pixels: Uint8Array, { widthPx }: Size, core: Rect): Uint8Array {
  const out = new Uint8Array(core.widthPx * core.heightPx)
  for (let y = 0; y < core.heightPx; y++) {
    const from = (core.y + y) * widthPx + core.x
    out.set(pixels.subarray(from, from + core.widthPx), y * core.widthPx)
  }
  return out
}
