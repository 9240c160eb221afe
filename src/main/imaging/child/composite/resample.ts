import type { Rect } from '../../../../shared/util/geometry.ts'
import type { RgbaPixels } from './planes.ts'
import type { Affine } from './placement.ts'

/** Straight colors of a rectangle, from 0 to 255 and slightly beyond; `opacity` 0 to 1, null = opaque. */
export interface SampledColors {
  readonly red: Float32Array
  readonly green: Float32Array
  readonly blue: Float32Array
  readonly opacity: Float32Array | null
}

const taps = 6
const tapsBefore = 2
const phases = 256
const kernel = lanczosTable()

/**
 * Samples an image through an affine map by Lanczos-3 in a single resampling: along rows, then along columns (the
 * two-pass scheme of Catmull & Smith 1980, with exact sample positions). For maps with little rotation that shrink by
 * at most a few percent. Edge pixels are repeated. Samples that fall on a pixel return that pixel.
 * @param toImage from the rectangle's coordinates to the image's, both with the center of the first pixel at 0.5
 */
export function resample(image: RgbaPixels, hasAlpha: boolean, toImage: Affine, area: Rect): SampledColors {
  const { ay, by, cy } = toImage
  const corners = [area.y + 0.5, area.y + area.heightPx - 0.5].flatMap((y) =>
    [area.x + 0.5, area.x + area.widthPx - 0.5].map((x) => ay * x + by * y + cy - 0.5),
  )
  const firstRow = Math.floor(Math.min(...corners)) - tapsBefore
  const lastRow = Math.floor(Math.max(...corners)) - tapsBefore + taps
  const channels = hasAlpha ? 4 : 3
  const between = resampleRows(image, channels, toImage, area, firstRow, lastRow - firstRow + 1)
  const planes = between.map((plane) => resampleColumns(plane, toImage, area, firstRow, lastRow))
  const [red, green, blue, opacity] = planes as [Float32Array, Float32Array, Float32Array, Float32Array?]
  if (opacity === undefined) return { red, green, blue, opacity: null }
  return straighten(red, green, blue, opacity)
}

function lanczosTable(): Float32Array {
  const table = new Float32Array((phases + 1) * taps)
  for (let phase = 0; phase <= phases; phase++) {
    const weights = Array.from({ length: taps }, (_, tap) => {
      const x = tap - tapsBefore - phase / phases
      return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0
    })
    const sum = weights.reduce((total, weight) => total + weight, 0)
    weights.forEach((weight, tap) => {
      // sin(π) is not exactly 0, but whole steps must return whole pixels.
      table[phase * taps + tap] = phase % phases === 0 ? Math.round(weight) : weight / sum
    })
  }
  return table
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** Rows of the image from `firstRow` on, already sampled at the columns of `area`. */
function resampleRows(
  image: RgbaPixels,
  channels: 3 | 4,
  { ax, bx, cx, ay, by, cy }: Affine,
  area: Rect,
  firstRow: number,
  rows: number,
): Float32Array[] {
  const planes = Array.from({ length: channels }, () => new Float32Array(rows * area.widthPx))
  const lines = planes.map(() => new Float32Array(image.widthPx + 2 * taps))
  const columnPlaces = { left: new Int32Array(area.widthPx), weights: new Int32Array(area.widthPx) }
  // For a fixed image row, the map is solved for the rectangle's row, which leaves a function of the column only.
  const slope = ax - (bx * ay) / by
  for (let row = 0; row < rows; row++) {
    const start = slope * (area.x + 0.5) + (bx * (firstRow + row + 0.5 - cy)) / by + cx - 0.5
    if (row === 0 || bx !== 0) placeColumns(columnPlaces, start, slope, image.widthPx)
    readLine(image, Math.max(0, Math.min(image.heightPx - 1, firstRow + row)), lines)
    planes.forEach((plane, channel) => sampleLine(lines[channel]!, columnPlaces, plane, row * area.widthPx))
  }
  return planes
}

interface ColumnPlaces {
  /** First sample index in the padded line. */
  readonly left: Int32Array
  readonly weights: Int32Array
}

function placeColumns({ left, weights }: ColumnPlaces, start: number, slope: number, widthPx: number): void {
  for (let column = 0; column < left.length; column++) {
    const x = start + slope * column
    const whole = Math.floor(x)
    weights[column] = Math.round((x - whole) * phases) * taps
    left[column] = Math.max(-tapsBefore - 1, Math.min(widthPx, whole)) - tapsBefore + taps
  }
}

function sampleLine(line: Float32Array, { left, weights }: ColumnPlaces, plane: Float32Array, to: number): void {
  for (let column = 0; column < left.length; column++) {
    const at = left[column]!
    const w = weights[column]!
    plane[to + column] =
      line[at]! * kernel[w]! +
      line[at + 1]! * kernel[w + 1]! +
      line[at + 2]! * kernel[w + 2]! +
      line[at + 3]! * kernel[w + 3]! +
      line[at + 4]! * kernel[w + 4]! +
      line[at + 5]! * kernel[w + 5]!
  }
}

/** A row as one line per channel, with premultiplied colors and its ends repeated on both sides. */
function readLine({ rgba, widthPx }: RgbaPixels, row: number, lines: readonly Float32Array[]): void {
  const [red, green, blue, opacity] = lines as [Float32Array, Float32Array, Float32Array, Float32Array?]
  for (let to = taps, from = row * widthPx * 4; to < taps + widthPx; to++, from += 4) {
    const weight = opacity === undefined ? 1 : rgba[from + 3]! / 255
    red[to] = rgba[from]! * weight
    green[to] = rgba[from + 1]! * weight
    blue[to] = rgba[from + 2]! * weight
    if (opacity !== undefined) opacity[to] = weight
  }
  for (const line of lines) {
    line.fill(line[taps]!, 0, taps)
    line.fill(line[taps + widthPx - 1]!, taps + widthPx)
  }
}

function resampleColumns(
  plane: Float32Array,
  { ay, by, cy }: Affine,
  area: Rect,
  firstRow: number,
  lastRow: number,
): Float32Array {
  const { widthPx, heightPx } = area
  const result = new Float32Array(widthPx * heightPx)
  const highest = lastRow - firstRow - taps + 1
  for (let row = 0; row < heightPx; row++) {
    const start = by * (area.y + row + 0.5) + cy - 0.5 - firstRow + ay * (area.x + 0.5)
    for (let column = 0; column < widthPx;) {
      // A map without rotation has the same weights along the whole row.
      const end = ay === 0 ? widthPx : column + 1
      const y = start + ay * column
      const top = Math.floor(y)
      const weights = Math.round((y - top) * phases) * taps
      const from = Math.max(0, Math.min(highest, top - tapsBefore)) * widthPx
      mixRows(plane, from, widthPx, weights, result, row * widthPx, column, end)
      column = end
    }
  }
  return result
}

function mixRows(
  plane: Float32Array,
  from: number,
  stride: number,
  weights: number,
  result: Float32Array,
  to: number,
  start: number,
  end: number,
): void {
  const [w0, w1, w2] = [kernel[weights]!, kernel[weights + 1]!, kernel[weights + 2]!]
  const [w3, w4, w5] = [kernel[weights + 3]!, kernel[weights + 4]!, kernel[weights + 5]!]
  for (let column = start, at = from + start; column < end; column++, at++) {
    result[to + column] =
      plane[at]! * w0 +
      plane[at + stride]! * w1 +
      plane[at + 2 * stride]! * w2 +
      plane[at + 3 * stride]! * w3 +
      plane[at + 4 * stride]! * w4 +
      plane[at + 5 * stride]! * w5
  }
}

function straighten(red: Float32Array, green: Float32Array, blue: Float32Array, opacity: Float32Array): SampledColors {
  for (let n = 0; n < opacity.length; n++) {
    const alpha = Math.max(0, Math.min(1, opacity[n]!))
    opacity[n] = alpha
    const factor = alpha > 1e-3 ? 1 / alpha : 0
    red[n]! *= factor
    green[n]! *= factor
    blue[n]! *= factor
  }
  return { red, green, blue, opacity }
}
