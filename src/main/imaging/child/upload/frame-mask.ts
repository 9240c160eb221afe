import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentFrame } from '../../imaging.ts'
import { checkCrop } from './check-crop.ts'
import { distanceField, distanceUnit } from '../composite/distance-field.ts'

/**
 * Returns which pixels of a frame to repaint: all that the effective mask touches, since the response is composited
 * wherever it is above 0. The padding is kept.
 * @returns 255 or 0 per pixel, in row order
 */
export function frameMask(effective: Uint8Array, size: Size, { frame, box, crop }: SentFrame): Uint8Array {
  const part = checkCrop(crop, size)
  const rows = touchedRanges(part.y, part.heightPx, box.heightPx)
  const columns = touchedRanges(part.x, part.widthPx, box.widthPx)
  const result = new Uint8Array(frame.widthPx * frame.heightPx)
  const line = new Uint8Array(size.widthPx)
  const bytes = Buffer.from(effective.buffer, effective.byteOffset, effective.byteLength)
  const blank = Buffer.alloc(size.widthPx)
  for (const [row, [top, bottom]] of rows.entries()) {
    let isPainted = false
    line.fill(0)
    for (let y = top; y < bottom; y++) {
      const source = bytes.subarray(y * size.widthPx, (y + 1) * size.widthPx)
      if (blank.equals(source)) continue
      isPainted = true
      for (let x = 0; x < size.widthPx; x++) line[x]! |= source[x]!
    }
    if (!isPainted) continue
    const at = (box.y + row) * frame.widthPx + box.x
    for (const [column, [left, right]] of columns.entries()) {
      for (let x = left; x < right; x++) {
        if (line[x]! > 0) result[at + column] = 255
      }
    }
  }
  return result
}

/** For every pixel of the scaled line, the pixels of the original that it covers any part of: from, up to. */
function touchedRanges(startPx: number, fromPx: number, toPx: number): [number, number][] {
  return Array.from({ length: toPx }, (_, n) => [
    startPx + Math.floor((n * fromPx) / toPx),
    startPx + Math.min(fromPx, Math.ceil(((n + 1) * fromPx) / toPx)),
  ])
}

/** Extends the repainted area by `marginPx`, but not into the padding. In place. */
export function widenFrameMask(mask: Uint8Array, { frame, box }: SentFrame, marginPx: number): void {
  if (marginPx <= 0) return
  const distances = distanceField(mask, frame, marginPx + 1)
  const reach = marginPx * distanceUnit
  for (let y = box.y; y < box.y + box.heightPx; y++) {
    for (let x = box.x; x < box.x + box.widthPx; x++) {
      if (distances[y * frame.widthPx + x]! <= reach) mask[y * frame.widthPx + x] = 255
    }
  }
}
