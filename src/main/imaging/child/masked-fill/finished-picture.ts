import type { FillPatch } from '../fill/index.ts'
import type { PngPixels } from '../png/write-png.ts'
import type { DecodedPicture } from '../source/decode-picture.ts'

export interface PixelChange {
  changedInside: number
  changedOutside: number
}

/**
 * The source with the patch laid over it, as rows for the encoder. Each finished row is compared with the source's just
 * before it is encoded, so `change` is what the file really differs by: inside where the effective mask is above 0,
 * outside where it is 0.
 */
export function finishedPicture(
  source: DecodedPicture,
  patch: FillPatch,
  effective: Uint8Array,
): { readonly pixels: PngPixels; readonly change: PixelChange } {
  const { widthPx, heightPx, hasAlpha, rgba } = source
  const channels = hasAlpha ? 4 : 3
  const change: PixelChange = { changedInside: 0, changedOutside: 0 }
  const finished = Buffer.alloc(widthPx * 4)
  const readRow = (y: number, into: Uint8Array): void => {
    const original = rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4)
    finished.set(original)
    overlayPatchRow(finished, patch, y)
    if (!finished.equals(original)) {
      countChanges(finished, original, channels, effective.subarray(y * widthPx, (y + 1) * widthPx), change)
    }
    packRow(finished, channels, into)
  }
  return { pixels: { widthPx, heightPx, channels, readRow }, change }
}

function overlayPatchRow(row: Uint8Array, patch: FillPatch, y: number): void {
  const patchRow = y - patch.y
  if (patchRow < 0 || patchRow >= patch.heightPx) return
  const from = patchRow * patch.widthPx * 4
  row.set(patch.rgba.subarray(from, from + patch.widthPx * 4), patch.x * 4)
}

function countChanges(
  row: Uint8Array,
  original: Uint8Array,
  channels: number,
  effective: Uint8Array,
  change: PixelChange,
): void {
  for (let x = 0, at = 0; x < effective.length; x++, at += 4) {
    const differs =
      row[at] !== original[at] ||
      row[at + 1] !== original[at + 1] ||
      row[at + 2] !== original[at + 2] ||
      (channels === 4 && row[at + 3] !== original[at + 3])
    if (!differs) continue
    if (effective[x]! > 0) change.changedInside++
    else change.changedOutside++
  }
}

function packRow(row: Uint8Array, channels: number, into: Uint8Array): void {
  if (channels === 4) {
    into.set(row)
    return
  }
  for (let from = 0, to = 0; from < row.length; from += 4, to += 3) {
    into[to] = row[from]!
    into[to + 1] = row[from + 1]!
    into[to + 2] = row[from + 2]!
  }
}
