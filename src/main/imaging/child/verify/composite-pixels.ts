import type { Rect } from '../../../../shared/util/geometry.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { compositeColors } from './composite-colors.ts'
import { copyPatch, type FinishedPatch } from './finished-image.ts'
import { withProfile } from './profile-colors.ts'

/** Rows composited per call: enough to be worth the call, few enough to need little memory. */
export const bandRows = 256

/** 8-bit sRGB pixels of a rectangle of the image, RGBA with straight alpha. */
export interface PixelPatch extends Rect {
  readonly rgba: Uint8Array
}

/**
 * Returns the part of the original under `pixels` with these composited over it, weighted by the mask.
 * @param effective coverage of the whole image
 */
export async function compositePixels(
  original: OriginalImage,
  pixels: PixelPatch,
  effective: Uint8Array,
): Promise<FinishedPatch> {
  const patch = copyPatch(original, pixels)
  await withProfile(original.colors.profile, async (profile) => {
    for (let top = 0; top < pixels.heightPx; top += bandRows) {
      const heightPx = Math.min(bandRows, pixels.heightPx - top)
      const area = { x: pixels.x, y: pixels.y + top, widthPx: pixels.widthPx, heightPx }
      const planes = takePlanes(pixels, top, heightPx)
      await compositeColors(
        original,
        patch,
        { area, ...planes, share: readShare(effective, original.widthPx, area) },
        profile,
      )
    }
  })
  return patch
}

function takePlanes({ widthPx, rgba }: PixelPatch, top: number, rows: number) {
  const plane = (): Float32Array => new Float32Array(widthPx * rows)
  const [red, green, blue, opacity] = [plane(), plane(), plane(), plane()]
  let isOpaque = true
  for (let n = 0, at = top * widthPx * 4; n < red.length; n++, at += 4) {
    red[n] = rgba[at]!
    green[n] = rgba[at + 1]!
    blue[n] = rgba[at + 2]!
    opacity[n] = rgba[at + 3]! / 255
    isOpaque &&= rgba[at + 3] === 255
  }
  return { red, green, blue, opacity: isOpaque ? null : opacity }
}

/** Returns the mask's values in `area` as fractions, 0 to 1. */
export function readShare(effective: Uint8Array, stridePx: number, area: Rect): Float32Array {
  const share = new Float32Array(area.widthPx * area.heightPx)
  for (let row = 0, n = 0; row < area.heightPx; row++) {
    const from = (area.y + row) * stridePx + area.x
    for (let column = 0; column < area.widthPx; column++, n++) share[n] = effective[from + column]! / 255
  }
  return share
}
