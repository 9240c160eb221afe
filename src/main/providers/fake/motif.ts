import type { Size } from '../../../shared/util/geometry.ts'
import type { Color, Palette } from './palette.ts'
import type { SeededRandom } from './demo-random.ts'

/** Fills one row of RGB triplets, 0 to 1. Rows are requested in order, but any row may be requested. */
export type RowPainter = (y: number, row: Float32Array) => void

/** What one demo model draws: all random values are drawn here, so that rows only compute. */
export type Motif = (size: Size, palette: Palette, random: SeededRandom) => RowPainter

/** Blends a color over the row at `x`. */
export function lay(row: Float32Array, x: number, color: Color, coverage: number): void {
  if (coverage <= 0) return
  const at = x * 3
  const share = Math.min(1, coverage)
  row[at] = row[at]! + (color[0] - row[at]!) * share
  row[at + 1] = row[at + 1]! + (color[1] - row[at + 1]!) * share
  row[at + 2] = row[at + 2]! + (color[2] - row[at + 2]!) * share
}

/** Returns 0 below `low`, 1 above `high`, smooth in between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}
