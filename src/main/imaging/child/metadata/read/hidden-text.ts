import { gunzipSync } from 'node:zlib'
import { AppError } from '../../../../../shared/errors/index.ts'
import type { PictureSource } from '../../source/picture-source.ts'
import { pixelLimit, sharp } from '../../source/sharp-engine.ts'
import { textBytesMax } from './metadata-limits.ts'

/**
 * Words in the lowest bits of a PNG's pixels ("stealth pnginfo"), as NovelAI and an extension of A1111 write them: a
 * signature, the length in bits and the text, down the columns from the left, either in alpha or in red, green and blue
 * (https://github.com/NovelAI/novelai-image-metadata, https://github.com/ashen-sensored/sd_webui_stealth_pnginfo).
 */
const signatures: Readonly<Record<string, Hiding>> = {
  stealth_pnginfo: { channels: 1, isCompressed: false },
  stealth_pngcomp: { channels: 1, isCompressed: true },
  stealth_rgbinfo: { channels: 3, isCompressed: false },
  stealth_rgbcomp: { channels: 3, isCompressed: true },
}

interface Hiding {
  /** How many of a pixel's channels carry a bit. */
  readonly channels: 1 | 3
  readonly isCompressed: boolean
}

const signatureBits = 15 * 8
const lengthBits = 32
const headBits = signatureBits + lengthBits
/** Of what is hidden, as it lies there; no prompt comes near it. */
const hiddenBytesMax = 1024 * 1024

/** Null where nothing is hidden. Only the first rows are decoded until the signature was seen. */
export async function readHiddenText(source: PictureSource): Promise<string | null> {
  try {
    const { format, depth, width, height, hasAlpha } = await open(source).metadata()
    if (format !== 'png' || depth !== 'uchar') return null
    const size = { width, height }
    const head = await readColumns(source, size, headBits)
    for (const channels of hasAlpha ? ([1, 3] as const) : ([3] as const)) {
      const hidden = await readFrom(source, size, { head, channels })
      if (hidden !== null) return hidden
    }
    return null
  } catch {
    // A picture that cannot be decoded is told of by whoever shows it.
    return null
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

async function readFrom(
  source: PictureSource,
  size: Size,
  { head, channels }: { readonly head: Columns; readonly channels: 1 | 3 },
): Promise<string | null> {
  if (size.width * size.height * channels < headBits) return null
  const found = signatures[takeBytes(head, channels, { fromBit: 0, bits: signatureBits }).toString('latin1')]
  if (found?.channels !== channels) return null
  const bits = takeBytes(head, channels, { fromBit: signatureBits, bits: lengthBits }).readUInt32BE()
  const allBits = headBits + bits
  if (bits > hiddenBytesMax * 8 || allBits > size.width * size.height * channels) return null
  const columns = await readColumns(source, size, Math.ceil(allBits / channels))
  const bytes = takeBytes(columns, channels, { fromBit: headBits, bits: bits & ~7 })
  const text = found.isCompressed ? gunzipSync(bytes, { maxOutputLength: textBytesMax }) : bytes
  return text.toString('utf8')
}

/** RGBA of the pixels at the left, as far down as is needed. */
interface Columns extends Size {
  readonly rgba: Buffer
}

async function readColumns(source: PictureSource, { width, height }: Size, pixels: number): Promise<Columns> {
  const area = { left: 0, top: 0, width: Math.min(width, Math.ceil(pixels / height)), height: Math.min(height, pixels) }
  const rgba = await open(source).extract(area).ensureAlpha().raw({ depth: 'uchar' }).toBuffer()
  if (rgba.length !== area.width * area.height * 4) throw wrongShape(source.name)
  return { width: area.width, height: area.height, rgba }
}

function wrongShape(name: string): AppError {
  return new AppError('media/undecodable', `“${name}” does not hold the picture its header promises.`)
}

function open(source: PictureSource) {
  // The bits are taken as they lie in the file: no profile is applied.
  return sharp(source.input, {
    failOn: 'truncated',
    limitInputPixels: pixelLimit,
    ignoreIcc: true,
    sequentialRead: true,
  })
}

function takeBytes(
  { rgba, width, height }: Columns,
  channels: 1 | 3,
  { fromBit, bits }: { readonly fromBit: number; readonly bits: number },
): Buffer {
  const bytes = Buffer.alloc(bits >>> 3)
  for (let n = 0; n < bytes.length * 8; n++) {
    const bit = fromBit + n
    const pixel = Math.floor(bit / channels)
    const at = ((pixel % height) * width + Math.floor(pixel / height)) * 4
    const channel = channels === 1 ? 3 : bit % 3
    bytes[n >>> 3] = (bytes[n >>> 3]! << 1) | (rgba[at + channel]! & 1)
  }
  return bytes
}
