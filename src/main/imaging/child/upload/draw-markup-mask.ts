import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { scanMarkRegions } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { encodePngChunk, pngSignature } from '../../../platform/pure/png/png-chunk.ts'

const pack = promisify(deflate)

/**
 * The mask that a model gets in place of marks: a gray PNG of the image's size, white = repaint. Its regions have no
 * soft edge, so that one bit per pixel holds them exactly: an eighth of the bytes to fill and to compress.
 */
export async function drawMarkupMask(
  { marks, size }: { readonly marks: readonly Mark[]; readonly size: Size },
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size.widthPx, 0)
  header.writeUInt32BE(size.heightPx, 4)
  // One bit of gray; no color, interlacing or other methods.
  header[8] = 1
  const data = await untilAborted(pack(drawRows(marks, size), { level: 1 }), signal)
  return Uint8Array.from(
    Buffer.concat([
      pngSignature,
      encodePngChunk('IHDR', header),
      encodePngChunk('IDAT', data),
      encodePngChunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

/** Rows of bits, the leftmost pixel highest, each behind a byte for filter 0. */
function drawRows(marks: readonly Mark[], size: Size): Uint8Array {
  const rowBytes = Math.ceil(size.widthPx / 8) + 1
  const rows = new Uint8Array(rowBytes * size.heightPx)
  scanMarkRegions(marks, size, (y, from, to) => setBits(rows, y * rowBytes + 1, from, to))
  return rows
}

/** Sets bits `from` to before `to` of the row that begins at byte `at`. */
function setBits(rows: Uint8Array, at: number, from: number, to: number): void {
  const [first, last] = [at + (from >> 3), at + ((to - 1) >> 3)]
  const [head, tail] = [0xff >> (from & 7), 0xff << (7 - ((to - 1) & 7))]
  if (first === last) {
    rows[first]! |= head & tail
    return
  }
  rows[first]! |= head
  rows.fill(0xff, first + 1, last)
  rows[last]! |= tail
}
