import { pixelState, usageShift, type FillLevel } from './fill-level.ts'
import { patchDistance } from './patch-distance.ts'
import { randomHash } from './random-hash.ts'
import type { SiteGrid } from './site-grid.ts'
import type { WorkTeam } from './work-team.ts'

export interface SearchSettings {
  /** The fourth channel is alpha and is compared and shifted like a color; otherwise it is gradient energy. */
  readonly hasAlpha: boolean
  /** Maximum color shift of a copied patch in levels of 255; 0 = copied unchanged. */
  readonly shiftLimit: number
  /** Cost of a shift, as a multiple of the squared shift per pixel: a patch that needs none is preferred. */
  readonly shiftPenalty: number
  /** Cost per pixel of distance between target and source: nearby content is more likely to match. */
  readonly locality: number
  /** Cost per pixel for less gradient energy than expected, times the squared deficit; 0 if there is alpha. */
  readonly energy: number
  /** Cost of more energy than expected, as a multiple of the cost of less. */
  readonly energyExcess: number
  /** Cost per pixel for each neighboring site whose source is not offset from this site's source by the same amount as the sites. */
  readonly coherence: number
  /** Cost per pixel for each use of a source beyond `fairUse`, to prevent visible repetition. */
  readonly repetition: number
  /** Uses of each copyable pixel required by a hole of this size, at least 1. */
  readonly fairUse: number
  /** Initial radius of the random search in pixels; it halves down to 1 (Barnes et al. 2009, section 3.2). */
  readonly searchRadius: number
  /** Random number salt, different for every pass. */
  readonly salt: number
}

const bandGridRows = 12
const usageBlockPixels = 4 ** usageShift

/**
 * One PatchMatch pass: every site keeps the cheapest of its current source, its neighbors' shifted sources, and random
 * trials. Within a band a pass scans as in Barnes et al.; across bands it uses the field from before the pass, so the
 * result does not depend on the order of bands. Passes alternate between down and up; `level.field` holds the result.
 */
export function searchPass(
  team: WorkTeam,
  level: FillLevel,
  grid: SiteGrid,
  settings: SearchSettings,
  passIndex: number,
): void {
  const forward = passIndex % 2 === 0
  const lead = passIndex % 4 < 2 ? 0 : bandGridRows / 2
  const bands = Math.ceil((grid.rows + lead) / bandGridRows)
  team.eachBand(bands, (band) => {
    const first = Math.max(0, band * bandGridRows - lead)
    const last = Math.min(grid.rows, (band + 1) * bandGridRows - lead) - 1
    if (first <= last) searchBand(level, grid, settings, first, last, forward)
  })
  const size = grid.columns * grid.rows
  team.eachBand(Math.ceil(size / 65536), (band) => {
    const start = band * 65536
    level.field.set(level.spareField.subarray(start, Math.min(size, start + 65536)), start)
  })
}

function searchBand(
  level: FillLevel,
  grid: SiteGrid,
  settings: SearchSettings,
  first: number,
  last: number,
  forward: boolean,
): void {
  const { field, spareField } = level
  const { columns } = grid
  const step = forward ? 1 : -1
  const expected = new Int32Array(4)
  for (let n = first; n <= last; n++) {
    const gy = forward ? n : first + last - n
    const behindY = gy - step
    const rowField = behindY >= first && behindY <= last ? spareField : field
    for (let m = 0; m < columns; m++) {
      const gx = forward ? m : columns - 1 - m
      const g = gy * columns + gx
      if (field[g]! < 0) {
        spareField[g] = -1
        continue
      }
      improveSite(level, grid, settings, gx, gy, step, rowField, expected)
    }
  }
}

function improveSite(
  level: FillLevel,
  grid: SiteGrid,
  settings: SearchSettings,
  gx: number,
  gy: number,
  step: number,
  rowField: Int32Array,
  expected: Int32Array,
): void {
  const { width, field, spareField } = level
  const { columns, rows, xs, ys, radius } = grid
  const g = gy * columns + gx
  const x = xs[gx]!
  const y = ys[gy]!
  const target = y * width + x
  const behindX = gx - step
  const aheadX = gx + step
  const behindY = gy - step
  const aheadY = gy + step
  const hasBehindX = behindX >= 0 && behindX < columns
  const hasAheadX = aheadX >= 0 && aheadX < columns
  const hasBehindY = behindY >= 0 && behindY < rows
  const hasAheadY = aheadY >= 0 && aheadY < rows
  expected[0] = hasBehindX ? moved(spareField[gy * columns + behindX]!, x - xs[behindX]!) : -1
  expected[1] = hasBehindY ? moved(rowField[behindY * columns + gx]!, (y - ys[behindY]!) * width) : -1
  expected[2] = hasAheadX ? moved(field[gy * columns + aheadX]!, x - xs[aheadX]!) : -1
  expected[3] = hasAheadY ? moved(field[aheadY * columns + gx]!, (y - ys[aheadY]!) * width) : -1
  const source = level.field[g]!
  const best = {
    source,
    cost:
      sourceCost(level, radius, settings, target, source, Infinity) + incoherence(expected, settings, radius, source),
  }
  for (let k = 0; k < 4; k++) consider(level, radius, settings, target, expected[k]!, best, expected)
  let hash = randomHash(settings.salt, target, 0)
  for (let reach = settings.searchRadius; reach >= 1; reach = reach >> 1) {
    hash = randomHash(hash, reach, target)
    const side = 2 * reach + 1
    const cx = (best.source % width) + ((hash & 0xffff) % side) - reach
    const cy = ((best.source / width) | 0) + ((hash >>> 16) % side) - reach
    if (cx < 0 || cy < 0 || cx >= width || cy >= level.height) continue
    consider(level, radius, settings, target, cy * width + cx, best, expected)
  }
  level.spareField[g] = best.source
  level.cost[g] = best.cost
}

/** Returns a neighbor's source shifted accordingly; -1 if the neighbor has none. */
function moved(source: number, by: number): number {
  return source < 0 ? -1 : source + by
}

/**
 * A field whose neighbors copy side by side copies whole pieces, which are sharp, unlike an average of unrelated
 * patches.
 */
function incoherence(expected: Int32Array, settings: SearchSettings, radius: number, source: number): number {
  let strangers = 0
  for (let k = 0; k < 4; k++) if (expected[k]! >= 0 && expected[k] !== source) strangers++
  return settings.coherence * (2 * radius + 1) ** 2 * strangers
}

function consider(
  level: FillLevel,
  radius: number,
  settings: SearchSettings,
  target: number,
  candidate: number,
  best: { source: number; cost: number },
  expected: Int32Array,
): void {
  if (candidate < 0 || candidate >= level.state.length) return
  if (candidate === best.source || !(level.state[candidate]! & pixelState.source)) return
  const extra = incoherence(expected, settings, radius, candidate)
  const cost = sourceCost(level, radius, settings, target, candidate, best.cost - extra) + extra
  if (cost >= best.cost) return
  best.cost = cost
  best.source = candidate
}

/**
 * Cost of painting the patch around `target` with the one around `source`, its mean color shifted toward the target's
 * (after the bias of Darabi et al. 2012, section 4.1, here in closed form). Expanding the squares, SSD(t, s + b) +
 * penalty · n b² = SSD(t, s) − n (2 b Δ − (1 + penalty) b²) per channel with Δ the difference in mean. Distance, a lack
 * of texture energy and overused sources (Kaspar et al. 2015, section 4.1) add to it. Returns some number ≥ limit once
 * the cost is certain to reach it.
 */
function sourceCost(
  level: FillLevel,
  radius: number,
  settings: SearchSettings,
  target: number,
  source: number,
  limit: number,
): number {
  const { sums, width } = level
  const side = 2 * radius + 1
  const pixels = side * side
  const dx = (target % width) - (source % width)
  const dy = ((target / width) | 0) - ((source / width) | 0)
  let extra = settings.locality * Math.sqrt(dx * dx + dy * dy) + overuse(level, settings, source) * pixels
  if (settings.shiftLimit > 0) {
    const channels = settings.hasAlpha ? 4 : 3
    for (let channel = 0; channel < channels; channel++) {
      const mean = (sums[target * 4 + channel]! - sums[source * 4 + channel]!) / pixels
      const shift = Math.min(settings.shiftLimit, Math.max(-settings.shiftLimit, mean))
      extra -= pixels * shift * (2 * mean - (1 + settings.shiftPenalty) * shift)
    }
  }
  if (settings.energy > 0) {
    const lack = sums[target * 4 + 3]! - sums[source * 4 + 3]!
    extra += (settings.energy * lack * lack * (lack > 0 ? 1 : settings.energyExcess)) / pixels
  }
  const rowBytes = width * 4
  const corner = radius * (rowBytes + 4)
  const a = target * 4 - corner
  const b = source * 4 - corner
  return patchDistance(level.image, a, b, side, rowBytes, settings.hasAlpha, limit - extra) + extra
}

function overuse(level: FillLevel, settings: SearchSettings, source: number): number {
  const { width, usage, usageColumns } = level
  const block = (((source / width) | 0) >> usageShift) * usageColumns + ((source % width) >> usageShift)
  const beyond = usage[block]! - settings.fairUse * usageBlockPixels
  return beyond > 0 ? (settings.repetition / usageBlockPixels) * beyond : 0
}

/** Counts how often the sites copy from each part of the level. */
export function countUsage(team: WorkTeam, level: FillLevel, grid: SiteGrid): void {
  const { field, usage, width, usageColumns } = level
  team.single(() => usage.fill(0))
  team.eachBand(Math.ceil(grid.rows / bandGridRows), (band) => {
    const end = Math.min(grid.rows, (band + 1) * bandGridRows) * grid.columns
    for (let g = band * bandGridRows * grid.columns; g < end; g++) {
      const source = field[g]!
      if (source < 0) continue
      const block = (((source / width) | 0) >> usageShift) * usageColumns + ((source % width) >> usageShift)
      Atomics.add(usage, block, grid.stride * grid.stride)
    }
  })
}

/** Writes each site's color shift for its current source to `level.bias`, for the vote. */
export function measureShifts(team: WorkTeam, level: FillLevel, grid: SiteGrid, settings: SearchSettings): void {
  const { sums, field, bias, width } = level
  const pixels = (2 * grid.radius + 1) ** 2
  const channels = settings.hasAlpha ? 4 : 3
  team.eachBand(Math.ceil(grid.rows / bandGridRows), (band) => {
    const end = Math.min(grid.rows, (band + 1) * bandGridRows)
    for (let gy = band * bandGridRows; gy < end; gy++) {
      for (let gx = 0; gx < grid.columns; gx++) {
        const g = gy * grid.columns + gx
        const source = field[g]!
        if (source < 0) continue
        const target = grid.ys[gy]! * width + grid.xs[gx]!
        for (let channel = 0; channel < channels; channel++) {
          const mean = (sums[target * 4 + channel]! - sums[source * 4 + channel]!) / pixels
          bias[g * 4 + channel] = Math.min(settings.shiftLimit, Math.max(-settings.shiftLimit, mean))
        }
      }
    }
  })
}
