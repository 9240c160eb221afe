import { isUtf8 } from 'node:buffer'
import * as messages from '../../../../shared/messages/en/imaging.ts'

/** Formats Atelier opens. */
export type SniffedImageFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'tiff' | 'gif'

/** `refused` says what the file is instead. */
export type SniffedFormat = { readonly accepted: SniffedImageFormat } | { readonly refused: IsOther }

type IsOther = (values: { readonly name: string }) => string

export const sniffBytes = 512

interface Signature {
  readonly at: number
  readonly bytes: string
  readonly type: SniffedFormat
}

const accepted = (format: SniffedImageFormat): SniffedFormat => ({ accepted: format })
const refused = (what: IsOther): SniffedFormat => ({ refused: what })

/** Latin-1 strings of the first bytes; the first that fits wins. */
const signatures: readonly Signature[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', type: accepted('png') },
  { at: 0, bytes: '\xff\xd8\xff', type: accepted('jpeg') },
  { at: 0, bytes: 'GIF87a', type: accepted('gif') },
  { at: 0, bytes: 'GIF89a', type: accepted('gif') },
  { at: 8, bytes: 'CR\x02', type: refused(messages.isCameraRaw) },
  { at: 0, bytes: 'II*\0', type: accepted('tiff') },
  { at: 0, bytes: 'MM\0*', type: accepted('tiff') },
  { at: 0, bytes: 'II+\0', type: accepted('tiff') },
  { at: 0, bytes: 'MM\0+', type: accepted('tiff') },
  { at: 0, bytes: 'BM', type: refused(messages.isBmp) },
  { at: 0, bytes: '8BPS', type: refused(messages.isPhotoshopDocument) },
  { at: 0, bytes: '%PDF', type: refused(messages.isPdf) },
  { at: 0, bytes: '%!PS', type: refused(messages.isPostScript) },
  { at: 0, bytes: '\xff\x0a', type: refused(messages.isJpegXl) },
  { at: 0, bytes: '\0\0\0\x0cJXL ', type: refused(messages.isJpegXl) },
  { at: 0, bytes: '\0\0\0\x0cjP  ', type: refused(messages.isJpeg2000) },
  { at: 0, bytes: '\xff\x4f\xff\x51', type: refused(messages.isJpeg2000) },
  { at: 0, bytes: 'v/1\x01', type: refused(messages.isOpenExr) },
  { at: 0, bytes: '#?RADIANCE', type: refused(messages.isRadianceHdr) },
  { at: 0, bytes: 'qoif', type: refused(messages.isQoi) },
  { at: 0, bytes: '\0\0\x01\0', type: refused(messages.isIcon) },
  { at: 0, bytes: 'gimp xcf', type: refused(messages.isGimpDocument) },
  { at: 0, bytes: 'FUJIFILM', type: refused(messages.isCameraRaw) },
  { at: 0, bytes: 'IIRO', type: refused(messages.isCameraRaw) },
  { at: 0, bytes: 'IIU\0', type: refused(messages.isCameraRaw) },
  { at: 0, bytes: 'PK\x03\x04', type: refused(messages.isZip) },
  { at: 0, bytes: '\x1f\x8b', type: refused(messages.isArchive) },
  { at: 0, bytes: '\x7fELF', type: refused(messages.isProgram) },
  { at: 0, bytes: 'MZ', type: refused(messages.isProgram) },
]

/** Identifies a file by its first bytes; its name and extension are not trusted. Null: unknown to Atelier. */
export function sniffFormat(head: Buffer): SniffedFormat | null {
  const text = head.toString('latin1')
  const signature = signatures.find(({ at, bytes }) => text.startsWith(bytes, at))
  if (signature) return signature.type
  if (text.startsWith('RIFF')) return sniffRiff(text)
  if (text.startsWith('ftyp', 4)) return sniffMediaBox(head, text)
  if (looksLikeText(head)) return sniffText(head.toString('utf8'))
  return null
}

function sniffRiff(text: string): SniffedFormat {
  return text.startsWith('WEBP', 8) ? accepted('webp') : refused(messages.isSoundOrVideo)
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'mif2'])

/** ISO/IEC 14496-12 `ftyp`: a major brand, a version, then compatible brands of four letters each. */
function sniffMediaBox(head: Buffer, text: string): SniffedFormat {
  const brands = [text.slice(8, 12)]
  const end = Math.min(head.readUInt32BE(0), head.length)
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4))
  if (brands.includes('avif') || brands.includes('avis')) return accepted('avif')
  if (brands.some((brand) => heicBrands.has(brand))) return refused(messages.isHeic)
  if (brands.includes('crx ')) return refused(messages.isCameraRaw)
  return refused(messages.isVideo)
}

function looksLikeText(head: Buffer): boolean {
  if (head.length === 0 || head.includes(0)) return false
  // The cut may fall inside a character of up to four bytes.
  for (let cut = 0; cut < 4 && cut < head.length; cut++) {
    if (isUtf8(head.subarray(0, head.length - cut))) return true
  }
  return false
}

function sniffText(text: string): SniffedFormat {
  const start = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase()
  if (start.startsWith('<svg') || (start.startsWith('<?xml') && start.includes('<svg'))) {
    return refused(messages.isSvg)
  }
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return refused(messages.isWebPage)
  return refused(messages.isText)
}
