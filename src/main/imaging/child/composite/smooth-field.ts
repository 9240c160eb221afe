import type { Size } from '../../../../shared/util/geometry.ts'

/** Values known in some cells of a grid; `known` is above 0 there and says how much they count. */
export interface KnownField extends Size {
  readonly values: Float32Array
  readonly known: Float32Array
}

const sweeps = 8
/** Of successive over-relaxation: corrections are taken half again as large, which needs half the sweeps. */
const overshoot = 1.5

/**
 * Stretches a membrane through the known cells: every other one becomes the mean of its neighbors (Laplace's equation,
 * as in Pérez et al. 2003, "Poisson Image Editing"), with the grid's own edge free. Solved from coarse to fine, so that
 * few sweeps do at every size. All 0 where nothing is known.
 */
export function stretchField(field: KnownField): Float32Array {
  const { widthPx, heightPx, values, known } = field
  const isSmall = widthPx <= 2 && heightPx <= 2
  const coarse = isSmall ? null : coarsen(field)
  const start = coarse === null ? meanField(field) : enlarge(stretchField(coarse), coarse, field)
  for (let n = 0; n < start.length; n++) if (known[n]! > 0) start[n] = values[n]!
  for (let sweep = 0; sweep < sweeps; sweep++) relax(start, field)
  return start
}

function meanField({ values, known }: KnownField): Float32Array {
  let [sum, weight] = [0, 0]
  for (let n = 0; n < values.length; n++) {
    sum += values[n]! * known[n]!
    weight += known[n]!
  }
  return new Float32Array(values.length).fill(weight > 0 ? sum / weight : 0)
}

function coarsen({ widthPx, heightPx, values, known }: KnownField): KnownField {
  const size = { widthPx: (widthPx + 1) >> 1, heightPx: (heightPx + 1) >> 1 }
  const sums = new Float32Array(size.widthPx * size.heightPx)
  const weights = new Float32Array(sums.length)
  for (let y = 0, n = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, n++) {
      if (known[n]! <= 0) continue
      const at = (y >> 1) * size.widthPx + (x >> 1)
      sums[at]! += values[n]! * known[n]!
      weights[at]! += known[n]!
    }
  }
  return { ...size, values: sums.map((sum, n) => (weights[n]! > 0 ? sum / weights[n]! : 0)), known: weights }
}

function enlarge(coarse: Float32Array, from: Size, to: Size): Float32Array {
  const result = new Float32Array(to.widthPx * to.heightPx)
  for (let y = 0, n = 0; y < to.heightPx; y++) {
    const row = Math.max(0, Math.min(from.heightPx - 1, (y - 0.5) / 2))
    const top = Math.floor(row)
    const low = Math.min(from.heightPx - 1, top + 1)
    for (let x = 0; x < to.widthPx; x++, n++) {
      const column = Math.max(0, Math.min(from.widthPx - 1, (x - 0.5) / 2))
      const left = Math.floor(column)
      const right = Math.min(from.widthPx - 1, left + 1)
      const upper = mix(coarse[top * from.widthPx + left]!, coarse[top * from.widthPx + right]!, column - left)
      const lower = mix(coarse[low * from.widthPx + left]!, coarse[low * from.widthPx + right]!, column - left)
      result[n] = mix(upper, lower, row - top)
    }
  }
  return result
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

function relax(field: Float32Array, { widthPx, heightPx, known }: KnownField): void {
  for (let y = 0, n = 0; y < heightPx; y++) {
    const up = y > 0 ? -widthPx : heightPx > 1 ? widthPx : 0
    const down = y < heightPx - 1 ? widthPx : heightPx > 1 ? -widthPx : 0
    for (let x = 0; x < widthPx; x++, n++) {
      if (known[n]! > 0) continue
      const left = x > 0 ? -1 : widthPx > 1 ? 1 : 0
      const right = x < widthPx - 1 ? 1 : widthPx > 1 ? -1 : 0
      const mean = (field[n + left]! + field[n + right]! + field[n + up]! + field[n + down]!) / 4
      field[n]! += (mean - field[n]!) * overshoot
    }
  }
}
