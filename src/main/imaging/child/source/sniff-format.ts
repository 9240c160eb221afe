import { isUtf8 } from 'node:buffer'

/** Formats Atelier opens. */
export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'tiff' | 'gif'

/** `refused` names what the file is instead, with its article: "a PDF document". */
export type SniffedFormat = { readonly accepted: PictureFormat } | { readonly refused: string }

export const sniffBytes = 512

interface Signature {
  readonly at: number
  readonly bytes: string
  readonly is: SniffedFormat
}

const accepted = (format: PictureFormat): SniffedFormat => ({ accepted: format })
const refused = (what: string): SniffedFormat => ({ refused: what })

/** Latin-1 strings of the first bytes; the first that fits wins. */
const signatures: readonly Signature[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', is: accepted('png') },
  { at: 0, bytes: '\xff\xd8\xff', is: accepted('jpeg') },
  { at: 0, bytes: 'GIF87a', is: accepted('gif') },
  { at: 0, bytes: 'GIF89a', is: accepted('gif') },
  { at: 8, bytes: 'CR\x02', is: refused('a camera raw file') },
  { at: 0, bytes: 'II*\0', is: accepted('tiff') },
  { at: 0, bytes: 'MM\0*', is: accepted('tiff') },
  { at: 0, bytes: 'II+\0', is: accepted('tiff') },
  { at: 0, bytes: 'MM\0+', is: accepted('tiff') },
  { at: 0, bytes: 'BM', is: refused('a BMP image') },
  { at: 0, bytes: '8BPS', is: refused('a Photoshop document') },
  { at: 0, bytes: '%PDF', is: refused('a PDF document') },
  { at: 0, bytes: '%!PS', is: refused('a PostScript document') },
  { at: 0, bytes: '\xff\x0a', is: refused('a JPEG XL image') },
  { at: 0, bytes: '\0\0\0\x0cJXL ', is: refused('a JPEG XL image') },
  { at: 0, bytes: '\0\0\0\x0cjP  ', is: refused('a JPEG 2000 image') },
  { at: 0, bytes: '\xff\x4f\xff\x51', is: refused('a JPEG 2000 image') },
  { at: 0, bytes: 'v/1\x01', is: refused('an OpenEXR image') },
  { at: 0, bytes: '#?RADIANCE', is: refused('a Radiance HDR image') },
  { at: 0, bytes: 'qoif', is: refused('a QOI image') },
  { at: 0, bytes: '\0\0\x01\0', is: refused('an icon file') },
  { at: 0, bytes: 'gimp xcf', is: refused('a GIMP document') },
  { at: 0, bytes: 'FUJIFILM', is: refused('a camera raw file') },
  { at: 0, bytes: 'IIRO', is: refused('a camera raw file') },
  { at: 0, bytes: 'IIU\0', is: refused('a camera raw file') },
  { at: 0, bytes: 'PK\x03\x04', is: refused('a ZIP archive or a document in one') },
  { at: 0, bytes: '\x1f\x8b', is: refused('a compressed archive') },
  { at: 0, bytes: '\x7fELF', is: refused('a program') },
  { at: 0, bytes: 'MZ', is: refused('a program') },
]

/** Says what a file is by its first bytes; its name and extension may lie. Null: nothing Atelier has heard of. */
export function sniffFormat(head: Buffer): SniffedFormat | null {
  const text = head.toString('latin1')
  const signature = signatures.find(({ at, bytes }) => text.startsWith(bytes, at))
  if (signature) return signature.is
  if (text.startsWith('RIFF')) return sniffRiff(text)
  if (text.startsWith('ftyp', 4)) return sniffMediaBox(head, text)
  if (looksLikeText(head)) return sniffText(head.toString('utf8'))
  return null
}

function sniffRiff(text: string): SniffedFormat {
  return text.startsWith('WEBP', 8) ? accepted('webp') : refused('a sound or video file')
}

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'mif2'])

/** ISO/IEC 14496-12 `ftyp`: a major brand, a version, then compatible brands of four letters each. */
function sniffMediaBox(head: Buffer, text: string): SniffedFormat {
  const brands = [text.slice(8, 12)]
  const end = Math.min(head.readUInt32BE(0), head.length)
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4))
  if (brands.includes('avif') || brands.includes('avis')) return accepted('avif')
  if (brands.some((brand) => heicBrands.has(brand))) return refused('a HEIC image')
  if (brands.includes('crx ')) return refused('a camera raw file')
  return refused('a video file')
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
    return refused('an SVG drawing')
  }
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return refused('a web page')
  return refused('a text file')
}
