import { deflateSync, inflateSync } from 'node:zlib'
import { encodePngChunk, type PngChunk } from '../../../platform/pure/png/png-chunk.ts'

export interface PngText {
  readonly keyword: string
  readonly text: string
}

/** More than any legitimate program writes; larger texts are skipped. */
const inflatedBytesMax = 4 * 1024 * 1024

/** `tEXt` if the text is Latin-1, as most readers expect, else `iTXt` (PNG specification, sections 11.3.3.2 and 4). */
export function encodePngText({ keyword, text }: PngText): Buffer {
  if (Array.from(text).every((character) => isLatin1(character))) {
    return encodePngChunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'))
  }
  return encodeInternationalText({ keyword, text }, { isCompressed: false })
}

/** `iTXt`: keyword, compression flag and method, empty language and translated keyword, then UTF-8. */
export function encodeInternationalText(
  { keyword, text }: PngText,
  options: { readonly isCompressed: boolean },
): Buffer {
  const utf8 = Buffer.from(text.toWellFormed(), 'utf8')
  return encodePngChunk(
    'iTXt',
    Buffer.concat([
      Buffer.from(`${keyword}\0`, 'latin1'),
      Buffer.from([options.isCompressed ? 1 : 0, 0, 0, 0]),
      options.isCompressed ? deflateSync(utf8) : utf8,
    ]),
  )
}

/** Reads `tEXt`, `zTXt` and `iTXt`; null for any other chunk and for broken or unreasonably long text. */
export function decodePngText({ type, data }: PngChunk): PngText | null {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const end = bytes.indexOf(0)
  if (end < 1) return null
  const keyword = bytes.toString('latin1', 0, end)
  try {
    switch (type) {
      case 'tEXt':
        return { keyword, text: bytes.toString('latin1', end + 1) }
      case 'zTXt':
        return { keyword, text: inflate(bytes.subarray(end + 2)).toString('latin1') }
      case 'iTXt':
        return decodeInternationalText(keyword, bytes.subarray(end + 1))
      default:
        return null
    }
  } catch {
    return null
  }
}

function decodeInternationalText(keyword: string, rest: Buffer): PngText | null {
  const languageEnd = rest.indexOf(0, 2)
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1)
  if (translatedEnd < 0) return null
  const body = rest.subarray(translatedEnd + 1)
  return { keyword, text: (rest[0] === 1 ? inflate(body) : body).toString('utf8') }
}

function inflate(bytes: Buffer): Buffer {
  return inflateSync(bytes, { maxOutputLength: inflatedBytesMax })
}

/** PNG text is Latin-1 without control characters except line feed. */
function isLatin1(character: string): boolean {
  const code = character.codePointAt(0)!
  return code === 10 || (code >= 32 && code <= 126) || (code >= 161 && code <= 255)
}
