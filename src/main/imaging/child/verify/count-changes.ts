import { formatCount } from '../../../../shared/messages/formats.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { changedOutsideMask } from '../../../../shared/messages/en/imaging.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { readPngFile } from '../png/read-png.ts'

export interface PixelChange {
  readonly changedInside: number
  readonly changedOutside: number
}

/** What a result is compared against. */
export interface ProofReference extends Size {
  readonly channels: 3 | 4
  readonly bitDepth: 8 | 16
  /** Writes row `y` in PNG layout. */
  packRow(y: number, into: Uint8Array): void
  /** Above 0 = inside; `widthPx * heightPx`. */
  readonly effective: Uint8Array
}

/**
 * Decodes a result from its file and counts the pixels that differ from the reference in any channel at full depth:
 * inside where the effective mask is above 0, outside where it is 0.
 */
export async function countChanges(
  path: string,
  reference: ProofReference,
  signal?: AbortSignal,
): Promise<PixelChange> {
  const { widthPx, heightPx, channels, bitDepth, effective } = reference
  const pixelBytes = (channels * bitDepth) / 8
  const expected = Buffer.alloc(widthPx * pixelBytes)
  const change = { changedInside: 0, changedOutside: 0 }
  const onHeader = (header: Size & { channels: number; bitDepth: number }): void => {
    const isSame =
      header.widthPx === widthPx &&
      header.heightPx === heightPx &&
      header.channels === channels &&
      header.bitDepth === bitDepth
    if (!isSame) throw new AppError('internal/bug', 'The result has another shape than its original.')
  }
  const onRow = (y: number, row: Uint8Array): void => {
    reference.packRow(y, expected)
    if (expected.equals(row)) return
    for (let x = 0, at = 0; x < widthPx; x++, at += pixelBytes) {
      if (!differs(expected, row, at, pixelBytes)) continue
      if (effective[y * widthPx + x]! > 0) change.changedInside++
      else change.changedOutside++
    }
  }
  await readPngFile(path, { onHeader, onRow }, signal)
  return change
}

function differs(a: Uint8Array, b: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (a[i] !== b[i]) return true
  return false
}

/** @throws internal/bug if a result differs outside its mask: it must not be kept */
export function checkOutside({ changedOutside }: PixelChange): void {
  if (changedOutside === 0) return
  throw new AppError('internal/bug', changedOutsideMask({ count: formatCount(changedOutside) }), {
    detail: { changedOutside },
  })
}
