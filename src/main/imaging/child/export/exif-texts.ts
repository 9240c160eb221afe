import type { Exif } from 'sharp'
import { readLinkedDirectory, readTiffDirectory, tiffTags, type TiffDirectory } from '../metadata/tiff-directory.ts'

// libvips writes only ASCII into EXIF: a name in another script became question marks. It gets stand-ins of the right
// length, over which the texts are written in the encoded file: all formats store EXIF verbatim and contiguously.

/** Exif 3.0 section 4.6.6: eight bytes give the character code; the text follows without a terminating zero. */
const unicodeCode = Buffer.from('UNICODE\0', 'latin1')

/** How many characters of a UserComment so many bytes hold. */
export const commentCharsIn = (bytes: number): number => Math.floor((bytes - unicodeCode.length) / 2)

/**
 * Returns the value of EXIF UserComment (0x9286): UTF-16 in the byte order of its block. A1111 and its derivatives read
 * big-endian only, so blocks with a comment are big-endian (`turnBigEndian`), except in TIFF files, whose byte order
 * the encoder decides.
 */
export function encodeUserComment(text: string, order: 'big' | 'little' = 'big'): Buffer {
  const wide = Buffer.from(text.toWellFormed(), 'utf16le')
  return Buffer.concat([unicodeCode, order === 'big' ? wide.swap16() : wide])
}

const textTags: Readonly<Record<string, number>> = {
  Make: tiffTags.make,
  Model: tiffTags.model,
  Artist: tiffTags.artist,
  Copyright: tiffTags.copyright,
  LensModel: tiffTags.lens,
}

const isBeyondAscii = (text: string) => /[^\0-\x7f]/.test(text)

type Texts = Readonly<Record<string, string>>

const standInFor = (text: string) => (isBeyondAscii(text) ? 'x'.repeat(Buffer.byteLength(text)) : text)

/** The same with a stand-in for each text that is not ASCII, and for the comment. */
export function standIns(exif: Exif, comment: Buffer | null): Exif {
  const directories = Object.entries(exif).map(([name, texts]: [string, Texts]) => [
    name,
    Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, standInFor(text)])),
  ])
  const written = Object.fromEntries(directories) as Exif
  if (comment === null) return written
  return { ...written, IFD2: { ...written.IFD2, UserComment: 'x'.repeat(comment.length - unicodeCode.length) } }
}

/**
 * Writes the texts over their stand-ins, in UTF-8, and the comment. Returns false if one of them was not found.
 * @param tiff an EXIF block as it is in the file, changed in place; null if the file has none
 */
export function writeExifTexts(tiff: Buffer | null, exif: Exif, comment: Buffer | null): boolean {
  const first = tiff && readTiffDirectory(tiff)
  const inside = tiff && first && readLinkedDirectory(tiff, first, tiffTags.exif)
  const isCommented = comment === null || writeOver(inside, tiffTags.userComment, comment)
  return isCommented && writeTexts(first, exif.IFD0) && writeTexts(inside, exif.IFD2)
}

function writeTexts(directory: TiffDirectory | null, texts: Texts = {}): boolean {
  return Object.entries(texts).every(
    ([name, text]) => !isBeyondAscii(text) || writeOver(directory, textTags[name], Buffer.from(text)),
  )
}

function writeOver(directory: TiffDirectory | null, tag: number | undefined, bytes: Buffer): boolean {
  const value = directory?.entries.find((entry) => entry.tag === tag)?.value
  if (value === undefined || value.length < bytes.length) return false
  value.set(bytes)
  return true
}
