import type { ByteReader } from '../../header/byte-reader.ts'
import type { ImageSource } from '../../source/image-source.ts'
import { sharp } from '../../source/sharp-engine.ts'
import { decodeText } from './decode-text.ts'
import { metadataBytesMax, partsMax, textBytesMax } from './metadata-limits.ts'
import { noParts, type FoundParts } from './raw-metadata.ts'

/** C2PA 2.1, appendix A.5: the box's extended type. */
const credentialsType = 'd8fec3d61b0e483c92975828877ec481'

/** Only the decoder can locate EXIF and XMP; Content Credentials are in a box of their own. */
export async function readAvifMetadata(reader: ByteReader, source: ImageSource): Promise<FoundParts> {
  const parts = noParts()
  parts.credentials = await findCredentials(reader)
  const { exif, xmp } = await sharp(source.input, { limitInputPixels: false }).metadata()
  if (exif && exif.length <= textBytesMax) parts.exif = exif
  if (xmp && xmp.length <= textBytesMax) parts.xmp = decodeText(xmp)
  return parts
}

async function findCredentials(reader: ByteReader): Promise<Buffer | null> {
  for (let at = 0, count = 0; at + 8 <= reader.lengthBytes && count < partsMax; count++) {
    const head = await reader.read(at, 32)
    if (head.length < 8) return null
    const short = head.readUInt32BE(0)
    const isLong = short === 1 && head.length >= 16
    const length = isLong ? Number(head.readBigUInt64BE(8)) : short || reader.lengthBytes - at
    const bodyAt = isLong ? 16 : 8
    if (length < bodyAt) return null
    const isOurs =
      head.toString('latin1', 4, 8) === 'uuid' && head.toString('hex', bodyAt, bodyAt + 16) === credentialsType
    if (isOurs && length <= metadataBytesMax) return readManifest(reader, at + bodyAt + 16, length - bodyAt - 16)
    at += length
  }
  return null
}

/** Version and flags, a zero-terminated purpose (`manifest`), an eight-byte offset, then the JUMBF. */
async function readManifest(reader: ByteReader, at: number, length: number): Promise<Buffer | null> {
  const body = Buffer.from(await reader.read(at, length))
  const purposeEnd = body.indexOf(0, 4)
  return purposeEnd < 0 ? null : body.subarray(purposeEnd + 9)
}
