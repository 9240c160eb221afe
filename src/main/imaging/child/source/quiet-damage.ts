import { memoryReader } from '../header/byte-reader.ts'
import { readGifFrame } from '../header/gif-frame.ts'
import { readJpegLayout } from '../header/jpeg-layout.ts'
import type { InspectedImage } from './inspect-image.ts'
import { findScanEnd } from './jpeg-scan.ts'

/**
 * Whether a JPEG or GIF that decodes without a complaint is damaged all the same: its decoder stops at the last pixel, or
 * at the end of the data, and does not say what was left or missing. False where the file is not held in memory.
 */
export async function isQuietlyDamaged({ format, source: { input } }: InspectedImage): Promise<boolean> {
  if (typeof input === 'string') return false
  const bytes = bufferOf(input)
  if (format === 'jpeg') return endsAmiss(bytes)
  return format === 'gif' && !(await fillsItsFrame(bytes))
}

async function endsAmiss(bytes: Buffer): Promise<boolean> {
  const layout = await readJpegLayout(memoryReader(bytes))
  const end = layout && (await findScanEnd(bytes, layout))
  if (end === null) return false
  return end.lacksPixels || (end.spareBytes > writtenOutMax && !(await isFilling(bytes, end.spareBytes)))
}

/** Some encoders end with a whole word of what is left of their last bits. */
const writtenOutMax = 3

/** How many bytes the decoder found between the pixels and the end of a JPEG. */
export function spareBytes(complaint: string): number {
  return Number(/(\d+) extraneous bytes before marker 0xd9/i.exec(complaint)?.[1] ?? 0)
}

const [codeBitsMax, codesMax] = [12, 4096]

/** Counts the pixels of the first frame (GIF89a, section 22 and appendix F): damaged data ends early or has codes that do not exist yet. */
async function fillsItsFrame(bytes: Buffer): Promise<boolean> {
  const frame = await readGifFrame(memoryReader(bytes))
  if (frame === null) return true
  const data = readSubBlocks(bytes, frame.dataAt + 1)
  const rootBits = bytes[frame.dataAt] ?? 0
  const clear = 1 << rootBits
  /** Pixels that a code stands for. */
  const lengths = new Uint32Array(codesMax).fill(1, 0, clear)
  const wanted = frame.widthPx * frame.heightPx
  let [next, bits, previous, pixels] = [clear + 2, rootBits + 1, 0, 0]
  let [held, heldBits] = [0, 0]
  for (const byte of data) {
    held |= byte << heldBits
    heldBits += 8
    while (heldBits >= bits) {
      const code = held & ((1 << bits) - 1)
      held >>>= bits
      heldBits -= bits
      if (code === clear + 1) return pixels >= wanted
      if (code === clear) {
        ;[next, bits, previous] = [clear + 2, rootBits + 1, 0]
        continue
      }
      if (code > next || (code === next && previous === 0)) return false
      const length = code === next ? previous + 1 : lengths[code]!
      if (previous > 0 && next < codesMax) {
        lengths[next++] = previous + 1
        if (next === 1 << bits && bits < codeBitsMax) bits++
      }
      pixels += length
      previous = length
      if (pixels >= wanted) return true
    }
  }
  return false
}

/** Joins sub-blocks up to the empty one that ends them. */
function readSubBlocks(bytes: Buffer, start: number): Buffer {
  const blocks: Buffer[] = []
  for (let at = start; at < bytes.length;) {
    const length = bytes[at]!
    if (length === 0) break
    blocks.push(bytes.subarray(at + 1, at + 1 + length))
    at += 1 + length
  }
  return Buffer.concat(blocks)
}

const endOfImage = Buffer.from([0xff, 0xd9])

/**
 * Whether the bytes before the end of a JPEG are all the same: some cameras fill up what they reserved. A thumbnail among
 * the metadata has an end of its own; between compressed pixels, the bytes of a marker do not occur.
 */
export async function isFilling(bytes: Buffer, count: number): Promise<boolean> {
  const scanAt = (await readJpegLayout(memoryReader(bytes)))?.scanAt ?? null
  const end = scanAt === null ? -1 : bytes.indexOf(endOfImage, scanAt)
  const filling = bytes.subarray(Math.max(0, end - count), Math.max(0, end))
  return filling.length === count && filling.subarray(1).equals(filling.subarray(0, -1))
}

export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
