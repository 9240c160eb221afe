import { pixelState, type FillLevel } from './fill-level.ts'
import { randomHash } from './random-hash.ts'
import type { SiteGrid } from './site-grid.ts'

export interface InitialiseSettings {
  readonly seed: number
  /** Copyable patches tried per pixel. */
  readonly trials: number
  /** How strongly the seed makes some regions of the picture less liked: cost × (1 + seedJitter · random). */
  readonly seedJitter: number
  readonly locality: number
  readonly hasAlpha: boolean
  readonly guide: number
  readonly energy: number
  readonly energyOver: number
}

/**
 * First guess at the coarsest level, from the hole's edge inwards ("onion peel", Newson et al. 2014, section 3.5): each
 * layer's pixels take the colour of the patch that agrees best with what is known or already guessed around them.
 * Every site's field entry is set too. Runs on one thread: the level is tiny.
 */
export function initialiseHole(level: FillLevel, grid: SiteGrid, sources: Int32Array, settings: InitialiseSettings): void {
  const { width, height, image, state, holeBox } = level
  const known = new Uint8Array(width * height)
  for (let at = 0; at < known.length; at++) known[at] = state[at]! & pixelState.hole ? 0 : 1
  const found = new Int32Array(width * height).fill(-1)
  const likings = regionLikings(settings)
  for (;;) {
    const layer = nextLayer(level, known, holeBox)
    if (layer.length === 0) break
    for (const at of layer) {
      const centre = clampCentre(level, grid.radius, at)
      const source = bestSource(level, grid.radius, known, centre, found, sources, settings, likings)
      found[centre] = source
      found[at] = source + at - centre
      const from = (source + at - centre) * 4
      for (let channel = 0; channel < (settings.hasAlpha ? 4 : 3); channel++) image[at * 4 + channel] = image[from + channel]!
    }
    for (const at of layer) known[at] = 1
  }
  known.fill(1)
  for (let g = 0; g < grid.columns * grid.rows; g++) {
    if (level.field[g]! < 0) continue
    const centre = grid.ys[(g / grid.columns) | 0]! * width + grid.xs[g % grid.columns]!
    level.field[g] = bestSource(level, grid.radius, known, centre, found, sources, settings, likings)
    found[centre] = level.field[g]!
  }
}

/** Hole pixels that touch known ones; where none do (nothing known at all is near), every hole pixel. */
function nextLayer(level: FillLevel, known: Uint8Array, box: FillLevel['holeBox']): number[] {
  const layer: number[] = []
  const { width, height } = level
  for (let y = box.y; y < Math.min(height, box.y + box.height); y++) {
    for (let x = box.x; x < Math.min(width, box.x + box.width); x++) {
      if (known[y * width + x]) continue
      let touching = 0
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) touching += known[ny * width + nx]!
      }
      if (touching > 0) layer.push(y * width + x)
    }
  }
  return layer
}

function clampCentre(level: FillLevel, radius: number, at: number): number {
  const x = Math.min(Math.max(at % level.width, radius), level.width - 1 - radius)
  const y = Math.min(Math.max((at / level.width) | 0, radius), level.height - 1 - radius)
  return y * level.width + x
}

/** 64 cost factors for 64 kinds of regions, drawn from the seed; seed 0 likes all alike. */
function regionLikings(settings: InitialiseSettings): Float64Array {
  return Float64Array.from({ length: 64 }, (_, region) => {
    const random = settings.seed === 0 ? 0 : randomHash(settings.seed, region, 77) / 2 ** 32
    return 1 + settings.seedJitter * random
  })
}

function bestSource(
  level: FillLevel,
  radius: number,
  known: Uint8Array,
  centre: number,
  found: Int32Array,
  sources: Int32Array,
  settings: InitialiseSettings,
  likings: Float64Array,
): number {
  const { width, height, state, sums } = level
  let best = sources[0]!
  let cost = Infinity
  const consider = (source: number): void => {
    const column = (((source % width) * 8) / width) | 0
    const row = ((((source / width) | 0) * 8) / height) | 0
    const liking = likings[row * 8 + column]!
    const far = (settings.locality * Math.hypot((source % width) - (centre % width), ((source / width) | 0) - ((centre / width) | 0))) / Math.max(width, height)
    const lack = (sums[centre * 4 + 3]! - sums[source * 4 + 3]!) / (2 * radius + 1) ** 2
    const extra = far + settings.energy * lack * lack * (lack > 0 ? 1 : settings.energyOver)
    if (extra >= cost) return
    const trial = partialDistance(level, radius, known, centre, source, (cost - extra) / liking, settings) * liking + extra
    if (trial < cost) {
      cost = trial
      best = source
    }
  }
  for (const step of [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1]) {
    const neighbour = found[centre + step] ?? -1
    if (neighbour < 0) continue
    const moved = neighbour - step
    if (moved >= 0 && moved < state.length && state[moved]! & pixelState.source) consider(moved)
  }
  const trials = Math.min(sources.length, settings.trials)
  const every = sources.length / trials
  const start = randomHash(settings.seed, centre, 5) % sources.length
  for (let k = 0; k < trials; k++) consider(sources[(start + Math.floor(k * every)) % sources.length]!)
  return best
}

/** Mean squared difference over the known pixels of the patch around `centre`. */
function partialDistance(
  level: FillLevel,
  radius: number,
  known: Uint8Array,
  centre: number,
  source: number,
  limit: number,
  settings: InitialiseSettings,
): number {
  const { image, width } = level
  let sum = 0
  let count = 0
  const bound = limit * (2 * radius + 1) ** 2
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const a = centre + dy * width + dx
      const weight = known[a] ? 1 : settings.guide
      if (weight === 0) continue
      const i = a * 4
      const j = (source + dy * width + dx) * 4
      const d0 = image[i]! - image[j]!
      const d1 = image[i + 1]! - image[j + 1]!
      const d2 = image[i + 2]! - image[j + 2]!
      const d3 = settings.hasAlpha ? image[i + 3]! - image[j + 3]! : 0
      sum += weight * (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3)
      count += weight
    }
    if (sum >= bound) return Infinity
  }
  return count === 0 ? 0 : sum / count
}

export function stretchMembrane(level: FillLevel, textureBoost: number): void {
  const { width, height, image, state, holeBox } = level
  const v = Float64Array.from(image)
  const mean = [0, 0, 0, 0]
  let n = 0
  for (let at = 0; at < state.length; at++) {
    if (state[at]! & pixelState.hole) continue
    n++
    for (let c = 0; c < 4; c++) mean[c]! += image[at * 4 + c]!
  }
  for (let at = 0; at < state.length; at++) {
    if (state[at]! & pixelState.hole) for (let c = 0; c < 4; c++) v[at * 4 + c] = mean[c]! / n
  }
  for (let sweep = 0; sweep < 300; sweep++) {
    for (let y = holeBox.y; y < Math.min(height, holeBox.y + holeBox.height); y++) {
      for (let x = holeBox.x; x < Math.min(width, holeBox.x + holeBox.width); x++) {
        const at = y * width + x
        if (!(state[at]! & pixelState.hole)) continue
        const l = x > 0 ? at - 1 : at + 1
        const r = x < width - 1 ? at + 1 : at - 1
        const u = y > 0 ? at - width : at + width
        const d = y < height - 1 ? at + width : at - width
        for (let c = 0; c < 4; c++) v[at * 4 + c] = (v[l * 4 + c]! + v[r * 4 + c]! + v[u * 4 + c]! + v[d * 4 + c]!) / 4
      }
    }
  }
  for (let at = 0; at < state.length; at++) {
    if (state[at]! & pixelState.hole) for (let c = 0; c < 4; c++) image[at * 4 + c] = Math.min(255, v[at * 4 + c]! * (c === 3 ? textureBoost : 1) + 0.5)
  }
}
