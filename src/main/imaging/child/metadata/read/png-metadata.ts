import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import type { ByteReader } from '../../header/byte-reader.ts'
import { decodePngText } from '../png-text.ts'
import { metadataBytesMax, partsMax, textBytesMax } from './metadata-limits.ts'
import { noParts, type FoundParts } from './raw-metadata.ts'

const xmpKeyword = 'XML:com.adobe.xmp'
const read: ReadonlySet<string> = new Set(['IHDR', 'tEXt', 'zTXt', 'iTXt', 'eXIf', 'caBX'])

/**
 * Reads chunks before and after the pixels; those with a wrong checksum are skipped (PNG, third edition, section 13).
 */
export async function readPngMetadata(reader: ByteReader): Promise<FoundParts> {
  const parts = noParts()
  let leftBytes = metadataBytesMax
  for (let at = 8, count = 0; at + 12 <= reader.lengthBytes && count < partsMax; count++) {
    const head = await reader.read(at, 8)
    if (head.length < 8) break
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (type === 'IEND') break
    if (read.has(type) && length <= textBytesMax && length <= leftBytes) {
      leftBytes -= length
      const whole = Buffer.from(await reader.read(at + 4, length + 8))
      const isSound = whole.length === length + 8 && crc32(whole.subarray(0, -4)) === whole.readUInt32BE(length + 4)
      if (isSound) leftBytes -= collect(parts, type, whole.subarray(4, -4))
    }
    at += length + 12
  }
  return parts
}

/** Returns the length of the text found: compressed text is longer than its chunk. */
function collect(parts: FoundParts, type: string, data: Buffer): number {
  if (type === 'IHDR') parts.size ??= readSize(data)
  else if (type === 'eXIf') parts.exif ??= data
  else if (type === 'caBX') parts.credentials ??= data
  else {
    const found = decodePngText({ type, data })
    if (found === null) return 0
    const text = type === 'iTXt' ? found.text : asWritten(found.text)
    if (found.keyword === xmpKeyword) parts.xmp ??= text
    else if (!parts.texts.has(found.keyword)) parts.texts.set(found.keyword, text)
    return text.length
  }
  return 0
}

function readSize(header: Buffer): FoundParts['size'] {
  return header.length < 8 ? null : { widthPx: header.readUInt32BE(0), heightPx: header.readUInt32BE(4) }
}

/** `tEXt` is Latin-1, but UTF-8 written there by some programs is decoded too. */
function asWritten(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : text
}
