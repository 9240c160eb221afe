import type { Metadata } from 'sharp'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { Depth } from '../color/convert-numbers.ts'
import { tiffHeader } from '../color/tiff-file.ts'
import { decodeBands } from './decode-bands.ts'
import { wrongShape } from './decode-error.ts'
import { checkDecoderBytes, type ImageSource } from './image-source.ts'
import { failOn, pixelLimit, sharp } from './sharp-engine.ts'

/** A file that the decoder would misread. */
export interface OddSource {
  readonly source: ImageSource
  /** @throws media/too-large */
  readonly checkSize: (size: Size) => void
}

export interface Staging {
  /** Type of the decoder's numbers. */
  readonly from: 'uchar' | 'ushort' | 'uint' | 'float'
  readonly channels: 1 | 2 | 3 | 4 | 5
  readonly depth: Depth
  readonly photometric?: number
  /** What the decoder converts to: the space it takes the file for; default sRGB. */
  readonly space?: 'srgb' | 'rgb16' | 'scrgb' | 'cmyk' | 'multiband'
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array
type Write = (
  samples: Numbers,
  to: Uint8Array | Uint16Array,
  top: number,
  widthPx: number,
  /** How many the decoder returned for a pixel. */
  channels: number,
) => void

/**
 * Decodes into an uncompressed TIFF in memory, without any conversion, as stored: not turned either, which the new header
 * says instead.
 */
export async function stagePixels({ source, checkSize }: OddSource, staging: Staging, write: Write): Promise<Buffer> {
  const open = () =>
    sharp(source.input, { failOn, limitInputPixels: pixelLimit, ignoreIcc: true, sequentialRead: true })
  const metadata: Metadata = await open().metadata()
  const { from, channels, depth, photometric, space = 'srgb' } = staging
  const size = { widthPx: metadata.width, heightPx: metadata.height }
  checkSize(size)
  const meaning = { orientation: metadata.orientation ?? 1, ...(photometric !== undefined && { photometric }) }
  const header = tiffHeader({ ...size, channels, depth }, metadata.icc ?? null, meaning)
  const rowSamples = size.widthPx * channels
  const length = header.length + (rowSamples * size.heightPx * depth) / 8
  checkDecoderBytes(source.name, length)
  const bytes = Buffer.alloc(length)
  header.copy(bytes)
  await decodeBands(size, 16, async (top, rows) => {
    const opened = space === 'cmyk' ? open().pipelineColourspace(space) : open()
    const band = opened.toColourspace(space).extract({ left: 0, top, width: size.widthPx, height: rows })
    const pixels = staging.from === 'uchar' && channels === 4 && metadata.channels === 3 ? band.ensureAlpha() : band
    const { data, info } = await pixels.raw({ depth: from }).toBuffer({ resolveWithObject: true })
    if (info.width !== size.widthPx || info.height !== rows || info.channels < channels) throw wrongShape(source.name)
    const part = depth === 16 ? new Uint16Array(rowSamples * rows) : new Uint8Array(rowSamples * rows)
    write(asSamples(data, from), part, top, size.widthPx, info.channels)
    bytes.set(new Uint8Array(part.buffer), header.length + (top * rowSamples * depth) / 8)
  })
  return bytes
}

const views = { uchar: Uint8Array, ushort: Uint16Array, uint: Uint32Array, float: Float32Array } as const

/** The decoder's bytes are in this machine's order, and not always aligned. */
function asSamples(data: Buffer, type: Staging['from']): Numbers {
  const { buffer, length } = Uint8Array.from(data)
  const View = views[type]
  return new View(buffer, 0, length / View.BYTES_PER_ELEMENT)
}
