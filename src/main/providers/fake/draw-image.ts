import type { Size } from '../../../shared/util/geometry.ts'
import { lay, type Motif } from './motif.ts'
import { type Color, createPalette } from './palette.ts'
import { createDemoRandom, grainAt, hashText } from './demo-random.ts'

/** Five by seven dots per letter, each row as five bits: only the letters the label needs. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  D: [0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e],
  A: [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
  I: [0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e],
  d: [0x01, 0x01, 0x0d, 0x13, 0x11, 0x11, 0x0f],
  e: [0x00, 0x00, 0x0e, 0x11, 0x1f, 0x10, 0x0e],
  m: [0x00, 0x00, 0x1a, 0x15, 0x15, 0x15, 0x15],
  n: [0x00, 0x00, 0x16, 0x19, 0x11, 0x11, 0x11],
  o: [0x00, 0x00, 0x0e, 0x11, 0x11, 0x11, 0x0e],
  s: [0x00, 0x00, 0x0f, 0x10, 0x0e, 0x01, 0x1e],
  t: [0x08, 0x08, 0x1c, 0x08, 0x08, 0x09, 0x06],
  '(': [0x02, 0x04, 0x08, 0x08, 0x08, 0x04, 0x02],
  ')': [0x08, 0x04, 0x02, 0x02, 0x02, 0x04, 0x08],
  '0': [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
  '1': [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
  '2': [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
  '3': [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
  '4': [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
  '5': [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
  '6': [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
  '7': [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
  '8': [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
  '9': [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
}
const glyphHeight = 7
/** Five dots and a gap. */
const advance = 6
const margin = 4
const plate: Color = [0.05, 0.05, 0.06]
const ink: Color = [1, 1, 1]

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

/**
 * Draws the text over one row: in the lower left corner, or repeated everywhere, for an image of which only a part will
 * be seen.
 * Made for an image of this size; letters missing from the font leave gaps.
 */
function createLabel(text: string, size: Size, where: 'corner' | 'everywhere'): (y: number, row: Float32Array) => void {
  const dotPx = Math.max(1, Math.floor(Math.min(size.widthPx, size.heightPx) / 340))
  const box = {
    widthPx: (text.length * advance - 1 + 2 * margin) * dotPx,
    heightPx: (glyphHeight + 2 * margin) * dotPx,
  }
  const positions = where === 'corner' ? [cornerOf(size, box, dotPx)] : positionsAllOver(size, box)
  return (y, row) => {
    for (const position of positions) {
      if (y < position.y || y >= position.y + box.heightPx) continue
      const line = Math.floor((y - position.y) / dotPx) - margin
      const right = Math.min(size.widthPx, position.x + box.widthPx)
      for (let x = Math.max(0, position.x); x < right; x++) {
        lay(row, x, plate, 0.62)
        if (hasDot(text, Math.floor((x - position.x) / dotPx) - margin, line)) lay(row, x, ink, 0.96)
      }
    }
  }
}

function hasDot(text: string, column: number, line: number): boolean {
  const bits = glyphs[text[Math.floor(column / advance)] ?? '']?.[line]
  const dot = column % advance
  return column >= 0 && bits !== undefined && dot < 5 && ((bits >> (4 - dot)) & 1) === 1
}

function cornerOf(size: Size, box: Size, dotPx: number): { x: number; y: number } {
  const gap = 5 * dotPx
  return { x: gap, y: size.heightPx - box.heightPx - gap }
}

/** Like bricks: every second line is offset, so that a part of any shape contains at least one copy. */
function positionsAllOver(size: Size, box: Size): { x: number; y: number }[] {
  const positions: { x: number; y: number }[] = []
  const stepX = Math.round(box.widthPx * 1.6)
  const stepY = box.heightPx * 4
  for (let line = 0; line * stepY < size.heightPx; line++) {
    const shift = line % 2 === 0 ? -Math.round(stepX / 2) : 0
    for (let x = shift; x < size.widthPx; x += stepX) positions.push({ x, y: line * stepY + box.heightPx })
  }
  return positions
}
