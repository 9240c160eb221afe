import { pixelState, type FillLevel } from './fill-level.ts'
import type { SiteGrid } from './site-grid.ts'

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
