import type { ByteReader } from '../../header/byte-reader.ts'
import { decodeText } from './decode-text.ts'
import { metadataBytesMax, partsMax } from './metadata-limits.ts'
import { ExtendedXmp, extendedXmpName } from './extended-xmp.ts'
import { noParts, type FoundParts } from './raw-metadata.ts'

const exifName = 'Exif\0\0'
const xmpName = 'http://ns.adobe.com/xap/1.0/\0'
const photoshopName = 'Photoshop 3.0\0'
const markers = { comment: 0xfe, app1: 0xe1, app11: 0xeb, app13: 0xed, startOfScan: 0xda, endOfImage: 0xd9 } as const

/** Reads the segments before the pixels (ITU-T T.81, annex B; XMP part 3; C2PA 2.1, appendix A.3). */
export async function readJpegMetadata(reader: ByteReader): Promise<FoundParts> {
  const parts = noParts()
  const jumbf = new JumbfSegments()
  const extended = new ExtendedXmp()
  let leftBytes = metadataBytesMax
  for (let at = 2, count = 0; at + 4 <= reader.lengthBytes && count < partsMax; count++) {
    const head = await reader.read(at, 4)
    if (head.length < 4 || head[0] !== 0xff) break
    const marker = head[1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === markers.startOfScan || marker === markers.endOfImage) break
    const length = head.readUInt16BE(2)
    if (length < 2) break
    leftBytes -= length
    if (leftBytes > 0 && isRead(marker)) {
      const data = Buffer.from(await reader.read(at + 4, length - 2))
      if (marker === markers.app11) jumbf.add(data)
      else if (data.toString('latin1', 0, extendedXmpName.length) === extendedXmpName) extended.add(data)
      else collect(parts, marker, data)
    }
    at += 2 + length
  }
  parts.credentials = jumbf.joined()
  if (parts.xmp !== null) parts.xmp += extended.textFor(parts.xmp)
  return parts
}

function isRead(marker: number): boolean {
  const { comment, app1, app11, app13 } = markers
  return marker === comment || marker === app1 || marker === app11 || marker === app13
}

function collect(parts: FoundParts, marker: number, data: Buffer): void {
  const starts = (name: string): boolean => data.toString('latin1', 0, name.length) === name
  if (marker === markers.comment) {
    if (!parts.texts.has('Comment')) parts.texts.set('Comment', decodeText(data))
  } else if (marker === markers.app13) {
    if (starts(photoshopName)) parts.iptc ??= findIptc(data.subarray(photoshopName.length))
  } else if (starts(exifName)) parts.exif ??= data.subarray(exifName.length)
  else if (starts(xmpName)) parts.xmp ??= decodeText(data.subarray(xmpName.length))
}

const iptcResource = 0x0404

/** Photoshop's image resources: `8BIM`, number, padded name, length, padded data. */
function findIptc(resources: Buffer): Buffer | null {
  for (let at = 0; at + 12 <= resources.length;) {
    if (resources.toString('latin1', at, at + 4) !== '8BIM') return null
    const number = resources.readUInt16BE(at + 4)
    const nameBytes = 1 + resources[at + 6]!
    const sizeAt = at + 6 + nameBytes + (nameBytes & 1)
    if (sizeAt + 4 > resources.length) return null
    const size = resources.readUInt32BE(sizeAt)
    if (number === iptcResource) return resources.subarray(sizeAt + 4, sizeAt + 4 + size)
    at = sizeAt + 4 + size + (size & 1)
  }
  return null
}

/** One box over several segments: `JP`, box number, sequence, then the box header again and its next part. */
class JumbfSegments {
  readonly #parts: { readonly sequence: number; readonly data: Buffer }[] = []
  #box: number | null = null

  add(data: Buffer): void {
    if (data.length < 16 || data.toString('latin1', 0, 2) !== 'JP' || data.toString('latin1', 12, 16) !== 'jumb') return
    const box = data.readUInt16BE(2)
    this.#box ??= box
    if (box === this.#box) this.#parts.push({ sequence: data.readUInt32BE(4), data: data.subarray(8) })
  }

  joined(): Buffer | null {
    const [first, ...rest] = this.#parts.toSorted((a, b) => a.sequence - b.sequence)
    if (first === undefined) return null
    return Buffer.concat([first.data, ...rest.map(({ data }) => data.subarray(8))])
  }
}
