import type { Size } from '../../../../../shared/util/geometry.ts'
import { wrongShape } from '../../source/decode-error.ts'
import type { ImageSource } from '../../source/image-source.ts'
import { failOn, pixelLimit, sharp } from '../../source/sharp-engine.ts'

/**
 * Text in the lowest bits of an image's pixels ("stealth pnginfo"), as written by NovelAI and an A1111 extension: a
 * signature, the length in bits and the text, column by column from the left, either in alpha or in red, green and blue
 * (https://github.com/NovelAI/novelai-image-metadata, https://github.com/ashen-sensored/sd_webui_stealth_pnginfo).
 */
const signatures: Readonly<Record<string, Hiding>> = {
  stealth_pnginfo: { channels: 1, isCompressed: false },
  stealth_pngcomp: { channels: 1, isCompressed: true },
  stealth_rgbinfo: { channels: 3, isCompressed: false },
  stealth_rgbcomp: { channels: 3, isCompressed: true },
}

interface Hiding {
  /** How many channels of a pixel carry a bit: alpha, or the three colors. */
  readonly channels: 1 | 3
  readonly isCompressed: boolean
}

export interface HiddenBits extends Hiding {
  /** Length of the text according to its header: may exceed what the image holds. */
  readonly claimed: number
  readonly size: Size
  readonly hasAlpha: boolean
  readonly bitDepth: 8 | 16
}

const signatureBits = 15 * 8
const lengthBits = 32
/** Bits before the text. */
const headBits = signatureBits + lengthBits

/** These formats destroy hidden bits. */
const lossyFormats: ReadonlySet<string | undefined> = new Set(['jpeg', 'gif'])

/**
 * Returns null if nothing is hidden. Only the first columns are decoded. @throws the engine's error for a broken file
 */
export async function findHiddenBits(source: ImageSource): Promise<HiddenBits | null> {
  const { format, depth, width, height, hasAlpha } = await open(source).metadata()
  if (lossyFormats.has(format) || (depth !== 'uchar' && depth !== 'ushort')) return null
  const size = { widthPx: width, heightPx: height }
  const head = await readColumns(source, size, headBits)
  for (const channels of hasAlpha ? ([1, 3] as const) : ([3] as const)) {
    if (width * height * channels < headBits) continue
    const found = signatures[takeBytes(head, channels, { fromBit: 0, bits: signatureBits }).toString('latin1')]
    if (found?.channels !== channels) continue
    return {
      ...found,
      claimed: takeBytes(head, channels, { fromBit: signatureBits, bits: lengthBits }).readUInt32BE(),
      size,
      hasAlpha,
      bitDepth: depth === 'ushort' ? 16 : 8,
    }
  }
  return null
}

/** Number of columns that carry them; all columns if more is claimed than the image holds. */
export function hiddenColumns({ channels, claimed, size }: HiddenBits): number {
  return Math.min(size.widthPx, Math.ceil((headBits + claimed) / channels / size.heightPx))
}

/** Returns the hidden bits as stored; null if more is claimed than the image holds. */
export async function readHiddenBits(source: ImageSource, hidden: HiddenBits): Promise<Buffer | null> {
  const { channels, claimed, size } = hidden
  if (headBits + claimed > size.widthPx * size.heightPx * channels) return null
  const columns = await readColumns(source, size, Math.ceil((headBits + claimed) / channels))
  return takeBytes(columns, channels, { fromBit: headBits, bits: claimed & ~7 })
}

/** RGBA of the leftmost pixels, as far down as needed. */
interface Columns extends Size {
  readonly rgba: Buffer
}

async function readColumns(source: ImageSource, { widthPx, heightPx }: Size, pixels: number): Promise<Columns> {
  const area = {
    left: 0,
    top: 0,
    width: Math.min(widthPx, Math.ceil(pixels / heightPx)),
    height: Math.min(heightPx, pixels),
  }
  const rgba = await open(source).extract(area).ensureAlpha().raw({ depth: 'uchar' }).toBuffer()
  if (rgba.length !== area.width * area.height * 4) throw wrongShape(source.name)
  return { widthPx: area.width, heightPx: area.height, rgba }
}

function open(source: ImageSource) {
  // Bits are read as stored in the file: no profile is applied.
  return sharp(source.input, {
    failOn,
    limitInputPixels: pixelLimit,
    ignoreIcc: true,
    sequentialRead: true,
  })
}

function takeBytes(
  { rgba, widthPx, heightPx }: Columns,
  channels: 1 | 3,
  { fromBit, bits }: { readonly fromBit: number; readonly bits: number },
): Buffer {
  const bytes = Buffer.alloc(bits >>> 3)
  for (let n = 0; n < bytes.length * 8; n++) {
    const bit = fromBit + n
    const pixel = Math.floor(bit / channels)
    const at = ((pixel % heightPx) * widthPx + Math.floor(pixel / heightPx)) * 4
    const channel = channels === 1 ? 3 : bit % 3
    bytes[n >>> 3] = (bytes[n >>> 3]! << 1) | (rgba[at + channel]! & 1)
  }
  return bytes
}
