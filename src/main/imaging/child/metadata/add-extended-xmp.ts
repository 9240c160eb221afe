import { createHash } from 'node:crypto'
import { AppError } from '../../../../shared/errors/index.ts'
import { extendedXmpName } from './read/extended-xmp.ts'

const pieceBytes = 65_000
const app1 = 0xe1
const xmpName = 'http://ns.adobe.com/xap/1.0/\0'

/** What the first packet calls the one that goes on (XMP part 3, section 1.1.3.1). */
export function extendedXmpNameOf(packet: string): string {
  return createHash('md5').update(packet).digest('hex').toUpperCase()
}

/** Puts the packet right behind a JPEG's first one, in as many segments as it takes. */
export function addExtendedXmp(jpeg: Buffer, packet: string): Buffer {
  const bytes = Buffer.from(packet)
  const name = Buffer.from(`${extendedXmpName}${extendedXmpNameOf(packet)}`, 'latin1')
  const at = endOfFirstPacket(jpeg)
  const segments: Buffer[] = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes)
    const head = Buffer.from([0xff, app1, 0, 0])
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(bytes.length, 0)
    numbers.writeUInt32BE(from, 4)
    head.writeUInt16BE(2 + name.length + numbers.length + piece.length, 2)
    segments.push(head, name, numbers, piece)
  }
  return Buffer.concat([jpeg.subarray(0, at), ...segments, jpeg.subarray(at)])
}

function endOfFirstPacket(jpeg: Buffer): number {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda;) {
    const next = at + 2 + jpeg.readUInt16BE(at + 2)
    if (jpeg[at + 1] === app1 && jpeg.toString('latin1', at + 4, at + 4 + xmpName.length) === xmpName) return next
    at = next
  }
  throw new AppError('internal/bug', 'The recipe could not be written into the JPEG: it has no XMP to go on from.')
}
