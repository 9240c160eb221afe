import { pixelState, type FillLevel } from './fill-level.ts'
import { patchDistance } from './patch-distance.ts'
import { randomHash } from './random-hash.ts'
import type { SiteGrid } from './site-grid.ts'
import type { WorkTeam } from './work-team.ts'

export interface SearchSettings {
  /** Compare the fourth channel too (alpha, or gradient energy). */
  readonly fourChannels: boolean
  /** The fourth channel is alpha and may be shifted like a colour. */
  readonly hasAlpha: boolean
  /** Greatest shift in levels of 255. */
  readonly shiftLimit: number
  /** Cost of a shift, as a multiple of the squared shift per pixel: a patch that needs none is the better one. */
  readonly shiftPenalty: number
  /** Cost per pixel of distance between target and source: what is near is more likely to belong. */
  readonly locality: number
  readonly energy: number
  readonly energyOver: number
  /** First radius of the random search in pixels; it halves down to 1 (Barnes et al. 2009, section 3.2). */
  readonly searchRadius: number
  /** Offsets common in the known picture, as dx, dy pairs (He and Sun 2012); each site tries `offsetTries` of them. */
  readonly offsets: Int32Array
  readonly offsetTries: number
  /** Random number salt: another one for every pass. */
  readonly salt: number
}

const bandGridRows = 12

/**
 * One PatchMatch pass: every site keeps the cheapest of its present source, its neighbours' sources moved along, and
 * random trials. Inside a band a pass scans like Barnes et al.; across bands it sees the field before the pass, so the
 * result does not depend on the order of bands. Passes go down and up in turn; `level.field` holds the result.
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
      improveSite(level, grid, settings, gx, gy, step, rowField)
    }
  }
}

/** Kept in one piece: this is the fill's innermost decision, and its state lives in registers. */
function improveSite(
  level: FillLevel,
  grid: SiteGrid,
  settings: SearchSettings,
  gx: number,
  gy: number,
  step: number,
  rowField: Int32Array,
): void {
  const { width, state } = level
  const { columns, rows, xs, ys } = grid
  const g = gy * columns + gx
  const x = xs[gx]!
  const y = ys[gy]!
  const target = y * width + x
  let best = level.field[g]!
  let cost = sourceCost(level, grid.radius, settings, target, best, Infinity)

  const behindX = gx - step
  if (behindX >= 0 && behindX < columns) {
    const neighbour = level.spareField[gy * columns + behindX]!
    if (neighbour >= 0) {
      const candidate = neighbour + x - xs[behindX]!
      if (candidate !== best && state[candidate]! & pixelState.source) {
        const trial = sourceCost(level, grid.radius, settings, target, candidate, cost)
        if (trial < cost) {
          cost = trial
          best = candidate
        }
      }
    }
  }
  const behindY = gy - step
  if (behindY >= 0 && behindY < rows) {
    const neighbour = rowField[behindY * columns + gx]!
    if (neighbour >= 0) {
      const candidate = neighbour + (y - ys[behindY]!) * width
      if (candidate !== best && state[candidate]! & pixelState.source) {
        const trial = sourceCost(level, grid.radius, settings, target, candidate, cost)
        if (trial < cost) {
          cost = trial
          best = candidate
        }
      }
    }
  }
  let hash = randomHash(settings.salt, target, 0)
  const pairs = settings.offsets.length >> 1
  for (let k = 0; k < settings.offsetTries && pairs > 0; k++) {
    hash = randomHash(hash, k, target)
    const pick = (hash % pairs) * 2
    const cx = x + settings.offsets[pick]!
    const cy = y + settings.offsets[pick + 1]!
    if (cx < 0 || cy < 0 || cx >= width || cy >= level.height) continue
    const candidate = cy * width + cx
    if (candidate === best || !(state[candidate]! & pixelState.source)) continue
    const trial = sourceCost(level, grid.radius, settings, target, candidate, cost)
    if (trial < cost) {
      cost = trial
      best = candidate
    }
  }
  for (let radius = settings.searchRadius; radius >= 1; radius = radius >> 1) {
    hash = randomHash(hash, radius, target)
    const side = 2 * radius + 1
    const cx = (best % width) + ((hash & 0xffff) % side) - radius
    const cy = ((best / width) | 0) + ((hash >>> 16) % side) - radius
    if (cx < 0 || cy < 0 || cx >= width || cy >= level.height) continue
    const candidate = cy * width + cx
    if (candidate === best || !(state[candidate]! & pixelState.source)) continue
    const trial = sourceCost(level, grid.radius, settings, target, candidate, cost)
    if (trial < cost) {
      cost = trial
      best = candidate
    }
  }
  level.spareField[g] = best
  level.cost[g] = cost
}

/**
 * Cost of painting the patch around `target` with the one around `source`, its mean colour shifted towards the
 * target's (after the bias of Darabi et al. 2012, section 4.1, here in closed form). Expanding the squares,
 * SSD(t, s + b) + penalty · n b² = SSD(t, s) − n (2 b Δ − (1 + penalty) b²) per channel with Δ the difference in mean.
 */
export function sourceCost(
  level: FillLevel,
  radius: number,
  settings: SearchSettings,
  target: number,
  source: number,
  limit: number,
): number {
  const side = 2 * radius + 1
  const rowBytes = level.width * 4
  const corner = radius * (rowBytes + 4)
  let gain = 0
  if (settings.locality > 0) {
    const dx = (target % level.width) - (source % level.width)
    const dy = ((target / level.width) | 0) - ((source / level.width) | 0)
    gain = -settings.locality * Math.sqrt(dx * dx + dy * dy)
  }
  if (settings.shiftLimit > 0) {
    const { sums } = level
    const pixels = side * side
    const channels = settings.hasAlpha ? 4 : 3
    for (let channel = 0; channel < channels; channel++) {
      const mean = (sums[target * 4 + channel]! - sums[source * 4 + channel]!) / pixels
      let b = mean
      if (b > settings.shiftLimit) b = settings.shiftLimit
      else if (b < -settings.shiftLimit) b = -settings.shiftLimit
      gain += pixels * b * (2 * mean - (1 + settings.shiftPenalty) * b)
    }
  }
  if (settings.energy > 0) {
    const lack = level.sums[target * 4 + 3]! - level.sums[source * 4 + 3]!
    gain -= (settings.energy * lack * lack * (lack > 0 ? 1 : settings.energyOver)) / (side * side)
  }
  const a = target * 4 - corner
  const b = source * 4 - corner
  return patchDistance(level.image, a, b, side, rowBytes, settings.fourChannels, limit + gain) - gain
}

/** Writes each site's colour shift for its present source into `level.bias`, for the vote. */
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
