import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { ColorSource } from '../../document/raster.ts'

/** One opaque color, `#rrggbb`, everywhere. The returned array is read-only: every part shares the same pixels. */
export function solidInk(color: string): ColorSource {
  const value = Number.parseInt(color.slice(1), 16)
  let pixels = new Uint8Array(0)
  return {
    read: ({ widthPx, heightPx }) => {
      const length = widthPx * heightPx * 4
      if (pixels.length < length) pixels = fillWith(value, Math.max(length, tilePx * tilePx * 4))
      return pixels.subarray(0, length)
    },
  }
}

/** @param color as `0xrrggbb` */
function fillWith(color: number, length: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(length)
  for (let i = 0; i < length; i += 4) {
    pixels[i] = color >> 16
    pixels[i + 1] = (color >> 8) & 255
    pixels[i + 2] = color & 255
    pixels[i + 3] = 255
  }
  return pixels
}
