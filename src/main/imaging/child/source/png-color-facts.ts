import type { PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import type { ByteReader } from './byte-reader.ts'

/** What a PNG says, before its pixels, about how they are meant. */
export interface PngColorFacts {
  /** An `acTL` chunk: browsers play it, Atelier shows the first frame. */
  readonly isAnimated: boolean
  /** A `cICP` chunk, or `gAMA`/`cHRM` without `sRGB` and other than sRGB's: browsers would convert the colors. */
  readonly hasOwnColors: boolean
  /** All of `cICP`, `sRGB`, `gAMA` and `cHRM` that are there. */
  readonly chunks: readonly PngChunk[]
}

const chunksMax = 10_000
/** PNG specification, third edition, section 11.3.2: in units of 1/100,000. */
const srgbGamma = 45_455
const gammaTolerance = 500
const srgbChromaticities = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]

export async function readPngColorFacts(reader: ByteReader): Promise<PngColorFacts> {
  const chunks = await readChunksBeforePixels(reader)
  const gamma = chunks.get('gAMA')
  const chromaticities = chunks.get('cHRM')
  const isOdd =
    (gamma !== undefined && Math.abs(gamma.readUInt32BE(0) - srgbGamma) > gammaTolerance) ||
    (chromaticities !== undefined && !isSrgbChromaticities(chromaticities))
  return {
    isAnimated: chunks.has('acTL'),
    hasOwnColors: chunks.has('cICP') || (!chunks.has('sRGB') && isOdd),
    chunks: [...chunks].filter(([type]) => type !== 'acTL').map(([type, data]) => ({ type, data })),
  }
}

const kept: Readonly<Record<string, number>> = { acTL: 8, cICP: 4, sRGB: 1, gAMA: 4, cHRM: 32 }

async function readChunksBeforePixels(reader: ByteReader): Promise<Map<string, Buffer>> {
  const chunks = new Map<string, Buffer>()
  let at = 8
  for (let count = 0; count < chunksMax; count++) {
    const head = await reader.read(at, 8)
    if (head.length < 8) break
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (type === 'IDAT' || type === 'IEND') break
    if (kept[type] === length) {
      const data = await reader.read(at + 8, length)
      if (data.length === length) chunks.set(type, Buffer.from(data))
    }
    at += 12 + length
  }
  return chunks
}

function isSrgbChromaticities(chunk: Buffer): boolean {
  return srgbChromaticities.every((value, index) => Math.abs(chunk.readUInt32BE(index * 4) - value) < gammaTolerance)
}
