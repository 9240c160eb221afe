import type { Size } from '../../../shared/util/geometry.ts'
import { createLabel } from './draw-label.ts'
import type { Motif } from './motif.ts'
import { createPalette } from './palette.ts'
import { createDemoRandom, grainAt, hashText } from './demo-random.ts'

export interface DemoImage {
  readonly motif: Motif
  readonly size: Size
  readonly prompt: string
  readonly seed: number
  /** Further input to the hash: the model, and the image it varies. */
  readonly salt: string
  readonly label: 'corner' | 'everywhere'
}

/** In 8-bit color steps: enough to hide banding in a soft gradient. */
const grainHeight = 2.2
/** The main process has other work: it gets its turn after this many rows. */
const rowsAtOnce = 16

/**
 * Draws and encodes an image: the same for the same prompt and seed on every computer.
 * @param onRows called now and then with the fraction drawn; may throw to stop
 */
export async function drawImage(
  image: DemoImage,
  onRows: (share: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { size, motif, seed } = image
  const random = createDemoRandom(`${image.salt}\n${seed}\n${image.prompt}`)
  const paint = motif(size, createPalette(image.prompt, random), random)
  const label = createLabel(`Demo (not AI) seed ${seed}`, size, image.label)
  const grain = hashText(image.salt) ^ seed
  const row = new Float32Array(size.widthPx * 3)
  const stride = size.widthPx * 3 + 1
  const rows = new Uint8Array(stride * size.heightPx)
  for (let y = 0; y < size.heightPx; y++) {
    paint(y, row)
    label(y, row)
    storeRow(rows.subarray(y * stride, (y + 1) * stride), row, y, grain)
    if (y % rowsAtOnce === rowsAtOnce - 1) {
      onRows((y + 1) / size.heightPx)
      await new Promise(setImmediate)
    }
  }
  return encodePng(rows, size)
}

/**
 * Adds the same grain to all three colors, and stores each pixel as the difference to its left neighbor (PNG's filter
 * 1).
 */
function storeRow(target: Uint8Array, row: Float32Array, y: number, grain: number): void {
  target[0] = 1
  let [red, green, blue] = [0, 0, 0]
  for (let x = 0; x < row.length / 3; x++) {
    const speck = grainAt(x, y, grain) * grainHeight + 0.5
    const r = toByte(row[x * 3]!, speck)
    const g = toByte(row[x * 3 + 1]!, speck)
    const b = toByte(row[x * 3 + 2]!, speck)
    target[x * 3 + 1] = r - red
    target[x * 3 + 2] = g - green
    target[x * 3 + 3] = b - blue
    red = r
    green = g
    blue = b
  }
}

function toByte(value: number, speck: number): number {
  return Math.max(0, Math.min(255, Math.floor(value * 255 + speck)))
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/**
 * Encodes rows of 8-bit RGB as a PNG file (W3C PNG, third edition). `rows`: each preceded by its filter byte, as PNG
 * requires. Compressed by the platform, off this thread.
 */
async function encodePng(rows: Uint8Array<ArrayBuffer>, size: Size): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, size.widthPx)
  view.setUint32(4, size.heightPx)
  // Eight bits, RGB; deflate, the five filters, no interlace.
  header.set([8, 2, 0, 0, 0], 8)
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'))
  const data = new Uint8Array(await new Response(packed).arrayBuffer())
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())]
  return Uint8Array.from(Buffer.concat([Uint8Array.from(signature), ...chunks]))
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(Buffer.from(name), 4)
  bytes.set(data, 8)
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)))
  return bytes
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff]!
  return ~crc >>> 0
}
