import type { FillLevel } from './fill-level.ts'

/** The lattice of target patch centers over a level's hole. Entry g = gy * columns + gx of field, cost and bias. */
export interface SiteGrid {
  readonly radius: number
  /** Pixels between neighboring sites; the last row and column are moved inward to stay inside the image. */
  readonly stride: number
  readonly columns: number
  readonly rows: number
  /** Center column of each grid column, and center row of each grid row. */
  readonly xs: Int32Array
  readonly ys: Int32Array
}

function lattice(first: number, last: number, stride: number): Int32Array {
  const count = Math.ceil((last - first) / stride) + 1
  return Int32Array.from({ length: count }, (_, index) => Math.min(first + index * stride, last))
}

/** Places sites so that at least one patch covers every hole pixel. Width and height must be at least 2 radius + 1. */
export function createSiteGrid(level: FillLevel, radius: number, stride: number): SiteGrid {
  const { holeBox, width, height } = level
  const clampX = (x: number): number => Math.min(Math.max(x, radius), width - 1 - radius)
  const clampY = (y: number): number => Math.min(Math.max(y, radius), height - 1 - radius)
  const step = Math.max(1, Math.min(stride, 2 * radius + 1))
  const xs = lattice(clampX(holeBox.x - radius), clampX(holeBox.x + holeBox.width - 1 + radius), step)
  const ys = lattice(clampY(holeBox.y - radius), clampY(holeBox.y + holeBox.height - 1 + radius), step)
  return { radius, stride: step, columns: xs.length, rows: ys.length, xs, ys }
}
