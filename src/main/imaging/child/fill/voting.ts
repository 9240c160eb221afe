import { pixelState, type FillLevel } from './fill-level.ts'
import type { SiteGrid } from './site-grid.ts'
import type { WorkTeam } from './work-team.ts'

export interface VoteSettings {
  /**
   * How fast a vote fades with its patch's cost: weight = exp(-selectivity · cost / mean cost of the pixel's votes).
   */
  readonly selectivity: number
  /** Weight falls by this factor with every pixel of a patch's distance from the known image (Wexler et al. 2007). */
  readonly depthDecay: number
  /** Weight falls with the distance of the pixel from the patch's center: exp(-centering · d² / radius²). */
  readonly centering: number
  readonly hasAlpha: boolean
}

const bandRows = 8

/**
 * Repaints every hole pixel of `level` with the weighted mean of what the patches covering it would copy there (Wexler
 * et al. 2007, section 3.2), each with its color shift.
 */
export function vote(team: WorkTeam, level: FillLevel, grid: SiteGrid, settings: VoteSettings): void {
  const { holeBox, width } = level
  const bottom = holeBox.y + holeBox.height
  const ballot = createBallot(grid, settings)
  team.eachBand(Math.ceil(holeBox.height / bandRows), (band) => {
    const first = holeBox.y + band * bandRows
    for (let y = first; y < Math.min(bottom, first + bandRows); y++) {
      for (let x = holeBox.x; x < holeBox.x + holeBox.width; x++) {
        const here = y * width + x
        if (!(level.state[here]! & pixelState.hole)) continue
        if (gatherVotes(level, grid, settings, ballot, x, y) > 0) countVotes(level, settings, ballot, here)
      }
    }
  })
}

/** Scratch data for one pixel's votes: the covering sites, the source of each, and its weight. */
interface Ballot {
  count: number
  readonly sites: Int32Array
  readonly sources: Int32Array
  readonly weights: Float64Array
  /** Weight by |dx| and |dy| from the patch's center. */
  readonly kernel: Float64Array
  readonly decay: Float64Array
}

function createBallot(grid: SiteGrid, settings: VoteSettings): Ballot {
  const side = 2 * grid.radius + 1
  const reach = Math.max(1, grid.radius)
  return {
    count: 0,
    sites: new Int32Array(side * side),
    sources: new Int32Array(side * side),
    weights: new Float64Array(side * side),
    kernel: Float64Array.from({ length: side }, (_, d) => Math.exp((-settings.centering * d * d) / (reach * reach))),
    decay: Float64Array.from({ length: 256 }, (_, depth) => settings.depthDecay ** -depth),
  }
}

function firstReaching(positions: Int32Array, stride: number, least: number): number {
  return Math.min(positions.length - 1, Math.max(0, Math.ceil((least - positions[0]!) / stride)))
}

function gatherVotes(
  level: FillLevel,
  grid: SiteGrid,
  settings: VoteSettings,
  ballot: Ballot,
  x: number,
  y: number,
): number {
  const { width, field, cost, depth, holeBox } = level
  const { radius, columns, rows, xs, ys, stride } = grid
  let count = 0
  let total = 0
  const gx0 = firstReaching(xs, stride, x - radius)
  for (let gy = firstReaching(ys, stride, y - radius); gy < rows; gy++) {
    const dy = y - ys[gy]!
    if (dy < -radius) break
    if (dy > radius) continue
    for (let gx = gx0; gx < columns; gx++) {
      const dx = x - xs[gx]!
      if (dx < -radius) break
      if (dx > radius) continue
      const g = gy * columns + gx
      const source = field[g]!
      if (source < 0) continue
      ballot.sites[count] = g
      ballot.sources[count] = source + dy * width + dx
      const hx = xs[gx]! - holeBox.x
      const hy = ys[gy]! - holeBox.y
      const inside = hx >= 0 && hy >= 0 && hx < holeBox.width && hy < holeBox.height
      const trust = inside ? ballot.decay[depth[hy * holeBox.width + hx]!]! : 1
      ballot.weights[count] = trust * ballot.kernel[Math.abs(dx)]! * ballot.kernel[Math.abs(dy)]!
      total += cost[g]!
      count++
    }
  }
  const fade = (-settings.selectivity * count) / (Math.max(total, 0) + count)
  let sum = 0
  for (let k = 0; k < count; k++) {
    const weight = ballot.weights[k]! * Math.exp(fade * Math.max(0, cost[ballot.sites[k]!]!))
    ballot.weights[k] = weight
    sum += weight
  }
  // Deep inside a large hole all weights may underflow together: then all votes count equally.
  if (!(sum > 1e-200)) ballot.weights.fill(1, 0, count)
  ballot.count = count
  return count
}

function countVotes(level: FillLevel, settings: VoteSettings, ballot: Ballot, here: number): void {
  const { image, bias } = level
  let w = 0
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let k = 0; k < ballot.count; k++) {
    const at = ballot.sources[k]! * 4
    const b = ballot.sites[k]! * 4
    const weight = ballot.weights[k]!
    w += weight
    s0 += weight * (image[at]! + bias[b]!)
    s1 += weight * (image[at + 1]! + bias[b + 1]!)
    s2 += weight * (image[at + 2]! + bias[b + 2]!)
    s3 += weight * (image[at + 3]! + bias[b + 3]!)
  }
  image[here * 4] = toByte(s0 / w)
  image[here * 4 + 1] = toByte(s1 / w)
  image[here * 4 + 2] = toByte(s2 / w)
  // In opaque levels the fourth channel is the expected texture, which voting must not erode.
  if (settings.hasAlpha) image[here * 4 + 3] = toByte(s3 / w)
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0
}
