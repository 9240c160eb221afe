import type { ByteReader } from '../../header/byte-reader.ts'
import { decodeText } from './decode-text.ts'
import { metadataBytesMax, partsMax } from './metadata-limits.ts'
import { noParts, type FoundParts } from './raw-metadata.ts'

/** RIFF chunks `EXIF`, `XMP ` and `C2PA` (WebP container specification; C2PA 2.1, appendix A.3). */
export async function readWebpMetadata(reader: ByteReader): Promise<FoundParts> {
  const parts = noParts()
  let leftBytes = metadataBytesMax
  for (let at = 12, count = 0; at + 8 <= reader.lengthBytes && count < partsMax; count++) {
    const head = await reader.read(at, 8)
    if (head.length < 8) break
    const type = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if ((type === 'EXIF' || type === 'XMP ' || type === 'C2PA') && length <= leftBytes) {
      leftBytes -= length
      const data = Buffer.from(await reader.read(at + 8, length))
      if (type === 'EXIF') parts.exif ??= data
      else if (type === 'C2PA') parts.credentials ??= data
      else parts.xmp ??= decodeText(data)
    }
    at += 8 + length + (length & 1)
  }
  return parts
}
