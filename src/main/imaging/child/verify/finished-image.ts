import type { PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Numbers, OriginalImage } from '../source/original-image.ts'

/** A rectangle of finished pixels, RGBA, at the depth and in the colors of the original that it covers. */
export interface FinishedPatch extends Rect {
  readonly rgba: Numbers
}

/** Copies the original's pixels of `area`, to be painted into. */
export function copyPatch(original: OriginalImage, area: Rect): FinishedPatch {
  const length = area.widthPx * area.heightPx * 4
  const rgba = original.bitDepth === 16 ? new Uint16Array(length) : new Uint8Array(length)
  for (let row = 0; row < area.heightPx; row++) {
    const from = ((area.y + row) * original.widthPx + area.x) * 4
    rgba.set(original.rgba.subarray(from, from + area.widthPx * 4), row * area.widthPx * 4)
  }
  return { x: area.x, y: area.y, widthPx: area.widthPx, heightPx: area.heightPx, rgba }
}

/** Returns the original with the patches composited over it, as rows for the encoder. */
export function finishedPixels(original: OriginalImage, patches: readonly FinishedPatch[]): PngPixels {
  const { widthPx, heightPx, bitDepth, colors } = original
  const line = bitDepth === 16 ? new Uint16Array(widthPx * 4) : new Uint8Array(widthPx * 4)
  const readRow = (y: number, into: Uint8Array): void => {
    line.set(original.rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4))
    for (const patch of patches) {
      const row = y - patch.y
      if (row < 0 || row >= patch.heightPx) continue
      line.set(patch.rgba.subarray(row * patch.widthPx * 4, (row + 1) * patch.widthPx * 4), patch.x * 4)
    }
    packRow(line, channelsOf(original), into)
  }
  return { widthPx, heightPx, channels: channelsOf(original), bitDepth, colorChunks: colors.chunks, readRow }
}

export function channelsOf({ hasAlpha }: Pick<OriginalImage, 'hasAlpha'>): 3 | 4 {
  return hasAlpha ? 4 : 3
}

/** Converts RGBA values to PNG layout: without the alpha of an opaque image, high byte first. */
export function packRow(rgba: Numbers, channels: 3 | 4, into: Uint8Array): void {
  if (rgba instanceof Uint16Array) packDeepRow(rgba, channels, into)
  else if (channels === 4) into.set(rgba)
  else {
    for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
      into[to] = rgba[from]!
      into[to + 1] = rgba[from + 1]!
      into[to + 2] = rgba[from + 2]!
    }
  }
}

function packDeepRow(rgba: Uint16Array, channels: 3 | 4, into: Uint8Array): void {
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let channel = 0; channel < channels; channel++, to += 2) {
      const value = rgba[from + channel]!
      into[to] = value >> 8
      into[to + 1] = value
    }
  }
}
