import * as messages from '../../../../shared/messages/en/imaging.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { ByteReader } from './byte-reader.ts'

/** What a JPEG says before its pixels (ITU-T T.81, annex B): its frame header, and where its first scan is. */
export interface JpegLayout extends Size {
  /** The number of the frame header, SOF0 to SOF15; SOF55 is that of JPEG-LS. */
  readonly frameType: number
  readonly bitsPerSample: number
  readonly componentCount: number
  /** Three components are red, green and blue, not YCbCr. */
  readonly isRgb: boolean
  /** The frame header's marker, and what follows the header. */
  readonly frameAt: number
  readonly frameEndsAt: number
  /** There are restart markers between the compressed pixels. */
  readonly hasRestarts: boolean
  /** The markers of Huffman tables before the first scan. */
  readonly tablesAt: readonly number[]
  /** The marker of the first scan; null = it is not where it should be. */
  readonly scanAt: number | null
}

const segmentsMax = 4096
const [startOfScan, endOfImage, restartInterval, huffmanTables] = [0xda, 0xd9, 0xdd, 0xc4]
const [app0, app14] = [0xe0, 0xee]
/** Reaches the end of a frame header with three components. */
const headBytes = 19

/** Null: no frame header where it should be. */
export async function readJpegLayout(reader: ByteReader): Promise<JpegLayout | null> {
  let frame: Omit<JpegLayout, 'isRgb' | 'hasRestarts' | 'tablesAt' | 'scanAt'> | null = null
  let components: readonly Component[] = []
  let hasJfif = false
  let adobeTransform: number | null = null
  let hasRestarts = false
  const tablesAt: number[] = []
  const finish = (scanAt: number | null) =>
    frame && { ...frame, isRgb: isRgb(components, hasJfif, adobeTransform), hasRestarts, tablesAt, scanAt }
  let at = 2
  for (let count = 0; count < segmentsMax; count++) {
    const head = await reader.read(at, headBytes)
    if (head.length < 10 || head[0] !== 0xff) break
    const marker = head[1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === startOfScan) return finish(at)
    if (marker === endOfImage) break
    const length = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) ? 2 : 2 + head.readUInt16BE(2)
    hasRestarts ||= marker === restartInterval && head.readUInt16BE(4) > 0
    if (marker === huffmanTables) tablesAt.push(at)
    hasJfif ||= marker === app0 && head.toString('latin1', 4, 9) === 'JFIF\0'
    if (marker === app14 && head.toString('latin1', 4, 9) === 'Adobe') adobeTransform = head[15] ?? null
    if (frame === null && isFrameHeader(marker)) {
      components = componentsOf(head)
      frame = {
        heightPx: head.readUInt16BE(5),
        widthPx: head.readUInt16BE(7),
        frameType: marker - 0xc0,
        bitsPerSample: head[4]!,
        componentCount: head[9]!,
        frameAt: at,
        frameEndsAt: at + length,
      }
    }
    at += length
  }
  return finish(null)
}

interface Component {
  readonly id: number | undefined
  readonly sampling: number | undefined
}

function componentsOf(frameHeader: Buffer): Component[] {
  return [10, 13, 16].map((at) => ({ id: frameHeader[at], sampling: frameHeader[at + 1] }))
}

const rgbIds = Buffer.from('RGB').join()
/** As libtiff numbers the components of RGB in a TIFF. */
const libtiffRgbIds = '0,1,2'

/** As libjpeg takes them (`default_decompress_parms`). */
function isRgb(components: readonly Component[], hasJfif: boolean, adobeTransform: number | null): boolean {
  if (hasJfif) return false
  if (adobeTransform !== null) return adobeTransform === 0
  const ids = components.map(({ id }) => id).join()
  const isSubsampled = components.some(({ sampling }) => sampling !== components[0]?.sampling)
  return ids === rgbIds || (ids === libtiffRgbIds && !isSubsampled)
}

/** SOF0 to SOF15, between which DHT, JPG and DAC are, and that of JPEG-LS (ITU-T T.87). */
function isFrameHeader(marker: number): boolean {
  if (marker === 0xc0 + jpegLs) return true
  return marker >= 0xc0 && marker <= 0xcf && marker !== huffmanTables && marker !== 0xc8 && marker !== 0xcc
}

const jpegLs = 55
/** Table B.1. */
const [losslessFrames, differentialFrames] = [
  [3, 11],
  [5, 6, 7, 13, 14, 15],
]

/** Says what of a JPEG the decoder does not read; null = it reads it. */
export function findUnsupportedJpeg({ frameType, bitsPerSample: bits }: JpegLayout, name: string): string | null {
  if (frameType === jpegLs) return messages.isJpegLs({ name })
  if (losslessFrames.includes(frameType)) return messages.isLosslessJpeg({ name })
  if (differentialFrames.includes(frameType)) return messages.isHierarchicalJpeg({ name })
  return bits === 8 ? null : messages.isJpegOfDepth({ name, bits })
}
