import type { Rect } from '../../../../shared/util/geometry.ts'
import type { ByteReader } from './byte-reader.ts'

const blocksMax = 10_000
const [extension, imageDescriptor] = [0x21, 0x2c]

export interface GifFrame extends Rect {
  /** Where its pixels begin in the file: the size of the codes, then sub-blocks. */
  readonly dataAt: number
}

/** Where the first frame of a GIF is on its canvas (GIF89a, sections 18 to 25); null = none was found. */
export async function readGifFrame(reader: ByteReader): Promise<GifFrame | null> {
  const screen = await reader.read(0, 13)
  if (screen.length < 13) return null
  let at = 13 + tableBytes(screen[10]!)
  for (let count = 0; count < blocksMax; count++) {
    const block = Buffer.from(await reader.read(at, 10))
    if (block[0] === imageDescriptor && block.length === 10) {
      const [x, y] = [block.readUInt16LE(1), block.readUInt16LE(3)]
      const dataAt = at + 10 + tableBytes(block[9]!)
      return { x, y, widthPx: block.readUInt16LE(5), heightPx: block.readUInt16LE(7), dataAt }
    }
    if (block[0] !== extension) return null
    at = await endOfSubBlocks(reader, at + 2)
  }
  return null
}

/** Each sub-block begins with its length; one of length 0 ends them. */
async function endOfSubBlocks(reader: ByteReader, start: number): Promise<number> {
  let at = start
  for (let count = 0; count < blocksMax; count++) {
    const length = (await reader.read(at, 1))[0] ?? 0
    at += 1 + length
    if (length === 0) break
  }
  return at
}

function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}
