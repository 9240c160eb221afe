import type { Size } from '../../../shared/util/geometry.ts'
import { createLabel } from './draw-label.ts'
import { encodePng } from './encode-png.ts'
import type { Motif } from './motif.ts'
import { createPalette } from './palette.ts'
import { createDemoRandom, grainAt, hashText } from './demo-random.ts'

export interface DemoPicture {
  readonly motif: Motif
  readonly size: Size
  readonly prompt: string
  readonly seed: number
  /** What else it is drawn from: the model, and the picture it varies. */
  readonly salt: string
  readonly label: 'corner' | 'everywhere'
}

/** Of one color step: enough to hide the steps of a soft gradient. */
const grainHeight = 2.2
/** Main does other things too: after so many rows it gets its turn. */
const rowsAtOnce = 16

/**
 * Draws and packs a picture: the same for the same words and seed, on every computer.
 * @param onRows called now and then with the share that is drawn; throws to stop
 */
export async function drawPicture(
  picture: DemoPicture,
  onRows: (share: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { size, motif, seed } = picture
  const random = createDemoRandom(`${picture.salt}\n${seed}\n${picture.prompt}`)
  const paint = motif(size, createPalette(picture.prompt, random), random)
  const label = createLabel(`Demo (not AI) seed ${seed}`, size, picture.label)
  const grain = hashText(picture.salt) ^ seed
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

/** One grain for all three colors, and each pixel as its difference to the left one (PNG's filter 1). */
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
