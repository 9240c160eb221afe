import { pixelState, type FillLevel } from './fill-level.ts'
import { nearestSite, type SiteGrid } from './site-grid.ts'
import { randomHash } from './random-hash.ts'
import type { WorkTeam } from './work-team.ts'

const bandGridRows = 16

/** Marks each grid entry as a site to search (0) or as irrelevant to the hole (-1). */
export function openSites(level: FillLevel, grid: SiteGrid): void {
  for (let gy = 0; gy < grid.rows; gy++) {
    for (let gx = 0; gx < grid.columns; gx++) {
      const at = grid.ys[gy]! * level.width + grid.xs[gx]!
      level.field[gy * grid.columns + gx] = level.state[at]! & pixelState.site ? 0 : -1
    }
  }
}

/** Upsamples the coarse field and its color shifts to the fine level; `sources` replaces sources that are lost. */
export function carryField(
  team: WorkTeam,
  coarse: FillLevel,
  coarseGrid: SiteGrid,
  fine: FillLevel,
  fineGrid: SiteGrid,
  sources: Int32Array,
  salt: number,
): void {
  team.eachBand(Math.ceil(fineGrid.rows / bandGridRows), (band) => {
    const end = Math.min(fineGrid.rows, (band + 1) * bandGridRows)
    for (let gy = band * bandGridRows; gy < end; gy++) {
      for (let gx = 0; gx < fineGrid.columns; gx++) {
        const g = gy * fineGrid.columns + gx
        fine.cost[g] = 0
        fine.bias.fill(0, g * 4, g * 4 + 4)
        if (fine.field[g]! < 0) continue
        const x = fineGrid.xs[gx]!
        const y = fineGrid.ys[gy]!
        fine.field[g] = carrySite(coarse, coarseGrid, fine, x, y, g, sources, salt)
      }
    }
  })
}

/** Upsamples the hole's expected gradient energy to the fine level. */
export function carryTexture(team: WorkTeam, coarse: FillLevel, fine: FillLevel): void {
  const { holeBox } = fine
  team.eachBand(Math.ceil(holeBox.height / bandGridRows), (band) => {
    const end = Math.min(holeBox.height, (band + 1) * bandGridRows)
    for (let y = holeBox.y + band * bandGridRows; y < holeBox.y + end; y++) {
      for (let x = holeBox.x; x < holeBox.x + holeBox.width; x++) {
        const at = y * fine.width + x
        if (!(fine.state[at]! & pixelState.hole)) continue
        fine.image[at * 4 + 3] = coarse.image[((y >> 1) * coarse.width + (x >> 1)) * 4 + 3]!
      }
    }
  })
}

function carrySite(
  coarse: FillLevel,
  coarseGrid: SiteGrid,
  fine: FillLevel,
  x: number,
  y: number,
  g: number,
  sources: Int32Array,
  salt: number,
): number {
  const gx = nearestSite(coarseGrid.xs, coarseGrid.stride, x >> 1)
  const gy = nearestSite(coarseGrid.ys, coarseGrid.stride, y >> 1)
  const from = gy * coarseGrid.columns + gx
  const coarseSource = coarse.field[from]!
  const stray = sources[randomHash(salt, x, y) % sources.length]!
  if (coarseSource < 0) return stray
  const dx = 2 * ((coarseSource % coarse.width) - coarseGrid.xs[gx]!)
  const dy = 2 * (((coarseSource / coarse.width) | 0) - coarseGrid.ys[gy]!)
  for (let attempt = 0; attempt < 24; attempt++) {
    const hash = randomHash(salt, g, attempt)
    const spread = 2 * attempt + 1
    const sx = x + dx + (attempt === 0 ? 0 : (hash % spread) - attempt)
    const sy = y + dy + (attempt === 0 ? 0 : ((hash >>> 12) % spread) - attempt)
    if (sx < 0 || sy < 0 || sx >= fine.width || sy >= fine.height) continue
    const source = sy * fine.width + sx
    if (!(fine.state[source]! & pixelState.source)) continue
    fine.bias.set(coarse.bias.subarray(from * 4, from * 4 + 4), g * 4)
    return source
  }
  return stray
}
