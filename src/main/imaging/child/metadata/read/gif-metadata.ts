import type { ByteReader } from '../../header/byte-reader.ts'
import { decodeText } from './decode-text.ts'
import { partsMax, textBytesMax } from './metadata-limits.ts'
import { noParts, type FoundParts } from './raw-metadata.ts'

const blocks = { extension: 0x21, image: 0x2c, comment: 0xfe } as const

/** Reads the comments of a GIF89a as one text. */
export async function readGifMetadata(reader: ByteReader): Promise<FoundParts> {
  const parts = noParts()
  const walk = new GifWalk(reader)
  const comments: Buffer[] = []
  let at = 13 + colorTableBytes((await reader.read(10, 1))[0] ?? 0)
  for (let blocksLeft = 1_000; blocksLeft > 0; blocksLeft--) {
    const head = await reader.read(at, 10)
    if (head[0] === blocks.extension && head.length > 1) {
      const isComment = head[1] === blocks.comment
      const { data, end } = await walk.readBlocks(at + 2, isComment)
      comments.push(data)
      at = end
    } else if (head[0] === blocks.image && head.length === 10) {
      at = (await walk.readBlocks(at + 11 + colorTableBytes(head[9]!), false)).end
    } else break
  }
  const comment = decodeText(Buffer.concat(comments))
  if (comment !== '') parts.texts.set('Comment', comment)
  return parts
}

function colorTableBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1)
}

class GifWalk {
  readonly #reader: ByteReader
  #left = partsMax
  #leftBytes = textBytesMax

  constructor(reader: ByteReader) {
    this.#reader = reader
  }

  /** Reads sub-blocks up to the empty one that ends them. */
  async readBlocks(from: number, isKept: boolean): Promise<{ data: Buffer; end: number }> {
    const kept: Buffer[] = []
    let at = from
    for (; this.#left > 0; this.#left--) {
      const head = await this.#reader.read(at, 1)
      const length = head[0] ?? 0
      if (length > 0 && isKept && length <= this.#leftBytes) {
        this.#leftBytes -= length
        kept.push(Buffer.from(await this.#reader.read(at + 1, length)))
      }
      at += 1 + length
      if (length === 0) break
    }
    return { data: Buffer.concat(kept), end: at }
  }
}
