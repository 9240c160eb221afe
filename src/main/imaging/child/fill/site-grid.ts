import { type FillLevel, pixelState } from './fill-level.ts'

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

/** Marks pixels nothing was copied to. */
const none = -1

/**
 * Records, for every pixel of a finished hole, the level pixel from which the patch centered on it was copied.
 * Overwrites the level's sums, which are no longer needed.
 */
export function noteOrigins(level: FillLevel, grid: SiteGrid): void {
  const { holeBox, width, height } = level
  const origins = originsOf(level)
  const columns = Int32Array.from({ length: holeBox.width }, (_, n) => nearestSite(grid.xs, grid.stride, holeBox.x + n))
  for (let y = holeBox.y; y < holeBox.y + holeBox.height; y++) {
    const gy = nearestSite(grid.ys, grid.stride, y)
    for (let x = holeBox.x; x < holeBox.x + holeBox.width; x++) {
      const at = y * width + x
      origins[at] = none
      const gx = columns[x - holeBox.x]!
      const source = level.field[gy * grid.columns + gx]!
      if (source < 0 || !(level.state[at]! & pixelState.hole)) continue
      const fromX = x + (source % width) - grid.xs[gx]!
      const fromY = y + Math.floor(source / width) - grid.ys[gy]!
      const from = fromY * width + fromX
      const isInside = fromX >= 0 && fromY >= 0 && fromX < width && fromY < height
      if (isInside && level.state[from]! & pixelState.allowed) origins[at] = from
    }
  }
}

/** Returns the recorded origins for every pixel of `holeBox`, at its position in the level. */
export function originsOf({ sums, width, height }: FillLevel): Int32Array {
  return new Int32Array(sums.buffer, sums.byteOffset, width * height)
}

export function nearestSite(positions: Int32Array, stride: number, value: number): number {
  return Math.min(positions.length - 1, Math.max(0, Math.round((value - positions[0]!) / stride)))
}
