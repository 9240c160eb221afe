import { pixelState, type FillLevel } from './fill-level.ts'
import type { SiteGrid } from './site-grid.ts'
import type { WorkTeam } from './work-team.ts'

const bandRows = 32
const { hole, allowed, allowedRun, source, holeRun, site } = pixelState

/**
 * Marks which pixels are centers of copyable patches (`source`) and of target patches (`site`) for one radius. Adds the
 * number of sources to the team's shared number `countSlot`.
 */
export function takePatchCensus(team: WorkTeam, level: FillLevel, radius: number, countSlot: number): void {
  const bands = Math.ceil(level.height / bandRows)
  team.eachBand(bands, (band) => {
    const end = Math.min(level.height, (band + 1) * bandRows)
    for (let y = band * bandRows; y < end; y++) markRuns(level, y, radius)
  })
  team.eachBand(bands, (band) => {
    const end = Math.min(level.height, (band + 1) * bandRows)
    let count = 0
    for (let y = band * bandRows; y < end; y++) count += markCenters(level, y, radius)
    team.addShared(countSlot, count)
  })
}

function markRuns(level: FillLevel, y: number, radius: number): void {
  const { width, state } = level
  const start = y * width
  const side = 2 * radius + 1
  let allowedCount = 0
  let holeCount = 0
  for (let x = 0; x < width + radius; x++) {
    if (x < width) {
      const bits = state[start + x]!
      if (bits & allowed) allowedCount++
      if (bits & hole) holeCount++
    }
    if (x >= side) {
      const bits = state[start + x - side]!
      if (bits & allowed) allowedCount--
      if (bits & hole) holeCount--
    }
    const center = x - radius
    if (center < 0) continue
    const kept = state[start + center]! & (hole | allowed)
    state[start + center] = kept | (allowedCount === side ? allowedRun : 0) | (holeCount > 0 ? holeRun : 0)
  }
}

function markCenters(level: FillLevel, y: number, radius: number): number {
  const { width, height, state } = level
  if (y < radius || y >= height - radius) return 0
  let count = 0
  for (let x = radius; x < width - radius; x++) {
    const here = y * width + x
    let all = allowedRun as number
    let any = 0
    for (let at = here - radius * width; at <= here + radius * width; at += width) {
      all &= state[at]!
      any |= state[at]!
    }
    if (all & allowedRun) {
      state[here]! |= source
      count++
    }
    if (any & holeRun) state[here]! |= site
  }
  return count
}

/**
 * Sums each channel over the patch around every pixel of `rows` × `columns` (centers at least `radius` from the edge).
 */
export function sumPatches(team: WorkTeam, level: FillLevel, grid: SiteGrid | null, radius: number): void {
  const xFirst = grid === null ? radius : grid.xs[0]!
  const xLast = grid === null ? level.width - 1 - radius : grid.xs[grid.columns - 1]!
  const yFirst = grid === null ? radius : grid.ys[0]!
  const yLast = grid === null ? level.height - 1 - radius : grid.ys[grid.rows - 1]!
  team.eachBand(Math.ceil((yLast - yFirst + 1) / bandRows), (band) => {
    const y0 = yFirst + band * bandRows
    sumBand(level, radius, xFirst, xLast, y0, Math.min(yLast, y0 + bandRows - 1))
  })
}

function sumBand(level: FillLevel, radius: number, xFirst: number, xLast: number, y0: number, y1: number): void {
  const { width, image, sums } = level
  const left = (xFirst - radius) * 4
  const span = (xLast - xFirst + 2 * radius + 1) * 4
  const side = (2 * radius + 1) * 4
  const columns = new Int32Array(span)
  for (let y = y0 - radius; y <= y1 + radius; y++) {
    const row = y * width * 4 + left
    for (let i = 0; i < span; i++) columns[i]! += image[row + i]!
    const centerRow = y - radius
    if (centerRow < y0) continue
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0
      for (let i = channel; i < side; i += 4) sum += columns[i]!
      let to = (centerRow * width + xFirst) * 4 + channel
      sums[to] = sum
      for (let i = channel + side; i < span; i += 4) {
        sum += columns[i]! - columns[i - side]!
        to += 4
        sums[to] = sum
      }
    }
    const leaving = (y - 2 * radius) * width * 4 + left
    for (let i = 0; i < span; i++) columns[i]! -= image[leaving + i]!
  }
}
