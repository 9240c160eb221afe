import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { DepthMapRequest } from '../../imaging.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import type { Size } from '../../../../shared/util/geometry.ts'

/** Differences as small as rounding errors would be spread over the whole range, too. */
const flat = 1e-6

/**
 * Writes how near everything is as a gray PNG of the image's size, white where it is nearest: interpolated first, then
 * spread over the whole range, as transformers' depth estimation pipeline does.
 */
export async function writeDepthMap(request: DepthMapRequest, signal: AbortSignal): Promise<void> {
  const { nearness, widthPx, heightPx, resultPath } = request
  const rows = new BicubicRows(nearness, { widthPx, heightPx })
  const line = new Float32Array(widthPx)
  const { least, most } = await untilAborted(measure(rows, line, heightPx, signal), signal)
  const isFlat = most - least <= flat * Math.max(Math.abs(least), Math.abs(most))
  const scale = isFlat ? 0 : 255 / (most - least)
  const readRow = (y: number, into: Uint8Array): void => {
    rows.read(y, line)
    for (let x = 0; x < widthPx; x++) into[x] = Math.trunc((line[x]! - least) * scale)
  }
  // A row takes as long as its compression: without a pause nothing else would get a turn.
  const prepare = async (y: number): Promise<void> => {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
  }
  const pixels = { widthPx, heightPx, channels: 1, prepare, readRow } as const
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
}

async function measure(rows: BicubicRows, line: Float32Array, heightPx: number, signal: AbortSignal) {
  let [least, most] = [Infinity, -Infinity]
  for (let y = 0; y < heightPx; y++) {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
    rows.read(y, line)
    for (const value of line) {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  return { least, most }
}

interface DepthPlane extends Size {
  /** In row order. */
  readonly values: Float32Array
}

/** Of Keys' cubic convolution, as PyTorch and OpenCV have it; Pillow's is −0.5. */
const sharpness = -0.75

const taps = 4

/**
 * Interpolates a plane row by row, as PyTorch's `interpolate(mode="bicubic", align_corners=False)`: not antialiased, with
 * the values at the border repeated beyond it.
 */
class BicubicRows {
  readonly #plane: DepthPlane
  readonly #columns: Taps
  readonly #rows: Taps
  readonly #mixed: Float32Array

  constructor(plane: DepthPlane, to: Size) {
    this.#plane = plane
    this.#columns = tapsOf(plane.widthPx, to.widthPx)
    this.#rows = tapsOf(plane.heightPx, to.heightPx)
    this.#mixed = new Float32Array(plane.widthPx)
  }

  /** Writes row `y` of the result. */
  read(y: number, line: Float32Array): void {
    const { values, widthPx } = this.#plane
    this.#mixed.fill(0)
    for (let tap = y * taps; tap < (y + 1) * taps; tap++) {
      const from = this.#rows.at[tap]! * widthPx
      const weight = this.#rows.weights[tap]!
      for (let x = 0; x < widthPx; x++) this.#mixed[x]! += weight * values[from + x]!
    }
    const { at, weights } = this.#columns
    for (let x = 0, tap = 0; x < line.length; x++) {
      let sum = 0
      for (const end = tap + taps; tap < end; tap++) sum += weights[tap]! * this.#mixed[at[tap]!]!
      line[x] = sum
    }
  }
}

/** Four for each target pixel. */
interface Taps {
  readonly at: Int32Array
  readonly weights: Float64Array
}

function tapsOf(sourcePx: number, targetPx: number): Taps {
  const at = new Int32Array(targetPx * taps)
  const weights = new Float64Array(targetPx * taps)
  for (let target = 0; target < targetPx; target++) {
    const position = ((target + 0.5) * sourcePx) / targetPx - 0.5
    const first = Math.floor(position) - 1
    for (let tap = 0; tap < taps; tap++) {
      at[target * taps + tap] = Math.min(sourcePx - 1, Math.max(0, first + tap))
      weights[target * taps + tap] = weightOf(Math.abs(position - first - tap))
    }
  }
  return { at, weights }
}

function weightOf(distance: number): number {
  if (distance <= 1) return ((sharpness + 2) * distance - (sharpness + 3)) * distance * distance + 1
  return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * sharpness : 0
}
