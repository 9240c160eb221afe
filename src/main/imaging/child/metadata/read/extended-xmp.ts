import { decodeText } from './decode-text.ts'
import { textBytesMax } from './metadata-limits.ts'

export const extendedXmpName = 'http://ns.adobe.com/xmp/extension/\0'

/** The packet's name (32 hexadecimal digits), its total length and this piece's offset: big-endian. */
const headBytes = extendedXmpName.length + 32 + 4 + 4
const piecesMax = 1_000

interface Piece {
  readonly name: string
  readonly wholeBytes: number
  readonly at: number
  readonly data: Buffer
}

/** What did not fit into a JPEG's first XMP segment, in pieces in any order (XMP part 3, section 1.1.3.1). */
export class ExtendedXmp {
  readonly #pieces: Piece[] = []

  add(segment: Buffer): void {
    if (segment.length <= headBytes || this.#pieces.length >= piecesMax) return
    const nameAt = extendedXmpName.length
    this.#pieces.push({
      name: segment.toString('latin1', nameAt, nameAt + 32).toUpperCase(),
      wholeBytes: segment.readUInt32BE(nameAt + 32),
      at: segment.readUInt32BE(nameAt + 36),
      data: segment.subarray(headBytes),
    })
  }

  /** Returns an empty string if the first packet names none, or if it is incomplete. */
  textFor(packet: string): string {
    const name = /HasExtendedXMP\s{0,5}(?:=\s{0,5}["']|>\s{0,20})([\dA-Fa-f]{32})/.exec(packet)?.[1]?.toUpperCase()
    const pieces = this.#pieces.filter((piece) => piece.name === name).toSorted((a, b) => a.at - b.at)
    const wholeBytes = pieces[0]?.wholeBytes ?? 0
    if (wholeBytes === 0 || wholeBytes > textBytesMax) return ''
    const kept: Buffer[] = []
    let at = 0
    for (const piece of pieces) {
      // Some programs write a piece twice.
      if (piece.at < at) continue
      if (piece.at > at || piece.wholeBytes !== wholeBytes) return ''
      kept.push(piece.data)
      at += piece.data.length
    }
    return at === wholeBytes ? `\n${decodeText(Buffer.concat(kept))}` : ''
  }
}
