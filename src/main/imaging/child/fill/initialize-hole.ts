import { pixelState, type FillLevel } from './fill-level.ts'
import type { SearchSettings } from './patch-match.ts'
import { randomHash } from './random-hash.ts'
import type { SiteGrid } from './site-grid.ts'
import type { WorkTeam } from './work-team.ts'

export interface InitializeSettings extends SearchSettings {
  readonly seed: number
  /** Copyable patches tried per pixel. */
  readonly trials: number
  /** How strongly the seed penalizes some regions of the image: cost × (1 + seedJitter · random). */
  readonly seedJitter: number
  /** Weight of pixels that still hold only the membrane, relative to 1 for known or guessed ones. */
  readonly guide: number
}

/** Maximum number of patch comparisons, so that a long scratch starts as quickly as a small hole. */
const trialBudget = 1_500_000
const fewestTrials = 24
/** Columns and rows of the grid of image regions that a seed may favor or penalize. */
const likingGrid = 8

interface Guess extends InitializeSettings {
  readonly level: FillLevel
  readonly radius: number
  readonly sources: Int32Array
  /** 1 = known or guessed. */
  readonly known: Uint8Array
  /** Source found for the patch around each pixel, or -1. */
  readonly found: Int32Array
  readonly likings: Float64Array
}

/**
 * Makes the first guess at the coarsest level, from the hole's edge inward ("onion peel", Newson et al. 2014, section
 * 3.5): each layer's pixels take the color of the patch that best matches the known or already guessed pixels around
 * them and, loosely, the hole's current membrane. Also sets every site's field entry. Runs on a single thread.
 */
export function initializeHole(
  team: WorkTeam,
  level: FillLevel,
  grid: SiteGrid,
  sources: Int32Array,
  settings: InitializeSettings,
): void {
  const known = Uint8Array.from(level.state, (bits) => (bits & pixelState.hole ? 0 : 1))
  const wanted =
    known.length - known.reduce((sum, flag) => sum + flag, 0) + level.field.reduce((n, s) => n + (s < 0 ? 0 : 1), 0)
  const trials = Math.min(settings.trials, Math.max(fewestTrials, Math.floor(trialBudget / Math.max(1, wanted))))
  const found = new Int32Array(known.length).fill(-1)
  const likings = regionLikings(settings)
  const guess: Guess = { ...settings, trials, level, radius: grid.radius, sources, known, found, likings }
  for (let layer = nextLayer(guess); layer.length > 0; layer = nextLayer(guess)) {
    team.throwIfCancelled()
    for (const at of layer) guessPixel(guess, at)
    for (const at of layer) known[at] = 1
  }
  for (let g = 0; g < grid.columns * grid.rows; g++) {
    if (level.field[g]! < 0) continue
    if (g % 64 === 0) team.throwIfCancelled()
    const center = grid.ys[(g / grid.columns) | 0]! * level.width + grid.xs[g % grid.columns]!
    level.field[g] = bestSource(guess, center)
    found[center] = level.field[g]!
  }
}

function guessPixel(guess: Guess, at: number): void {
  const { level, radius, found } = guess
  const x = Math.min(Math.max(at % level.width, radius), level.width - 1 - radius)
  const y = Math.min(Math.max((at / level.width) | 0, radius), level.height - 1 - radius)
  const center = y * level.width + x
  const source = bestSource(guess, center)
  found[center] = source
  const from = source + at - center
  found[at] = from
  const channels = guess.hasAlpha ? 4 : 3
  for (let c = 0; c < channels; c++) level.image[at * 4 + c] = level.image[from * 4 + c]!
}

/** Hole pixels adjacent to known ones. */
function nextLayer({ level, known }: Guess): number[] {
  const layer: number[] = []
  const { width, height, holeBox } = level
  const right = Math.min(width, holeBox.x + holeBox.width)
  const bottom = Math.min(height, holeBox.y + holeBox.height)
  for (let y = holeBox.y; y < bottom; y++) {
    for (let x = holeBox.x; x < right; x++) {
      if (known[y * width + x] === 0 && touchesKnown(known, width, height, x, y)) layer.push(y * width + x)
    }
  }
  return layer
}

function touchesKnown(known: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) if (known[ny * width + nx]) return true
  }
  return false
}

/** Cost factors of the image's regions, derived from the seed; seed 0 treats all alike. */
function regionLikings(settings: InitializeSettings): Float64Array {
  return Float64Array.from({ length: likingGrid * likingGrid }, (_, region) => {
    const random = settings.seed === 0 ? 0 : randomHash(settings.seed, region, 77) / 2 ** 32
    return 1 + settings.seedJitter * random
  })
}

function bestSource(guess: Guess, center: number): number {
  const { level, sources, found } = guess
  const { width, state } = level
  let best = sources[0]!
  let cost = Infinity
  const consider = (source: number): void => {
    const trial = guessCost(guess, center, source, cost)
    if (trial >= cost) return
    cost = trial
    best = source
  }
  for (const step of [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1]) {
    const neighbor = found[center + step] ?? -1
    if (neighbor < 0) continue
    const moved = neighbor - step
    if (moved >= 0 && moved < state.length && state[moved]! & pixelState.source) consider(moved)
  }
  const trials = Math.min(sources.length, guess.trials)
  const every = sources.length / trials
  const start = randomHash(guess.seed, center, 5) % sources.length
  for (let k = 0; k < trials; k++) consider(sources[(start + Math.floor(k * every)) % sources.length]!)
  return best
}

/** Cost per pixel, or anything ≥ limit. */
function guessCost(guess: Guess, center: number, source: number, limit: number): number {
  const { level, radius, likings } = guess
  const { width, height, sums } = level
  const pixels = (2 * radius + 1) ** 2
  const x = source % width
  const y = (source / width) | 0
  const liking = likings[(((y * likingGrid) / height) | 0) * likingGrid + (((x * likingGrid) / width) | 0)]!
  const far = Math.hypot(x - (center % width), y - ((center / width) | 0))
  const lack = (sums[center * 4 + 3]! - sums[source * 4 + 3]!) / pixels
  const prior = (guess.locality / pixels) * far + guess.energy * lack * lack * (lack > 0 ? 1 : guess.energyExcess)
  if (prior >= limit) return Infinity
  return partialDistance(guess, center, source, (limit - prior) / liking) * liking + prior
}

/** Weighted mean squared difference between the patches around `center` and `source`, or Infinity beyond `limit`. */
function partialDistance(guess: Guess, center: number, source: number, limit: number): number {
  const { level, radius, known, hasAlpha } = guess
  const { image, width } = level
  let sum = 0
  let weights = 0
  const bound = limit * (2 * radius + 1) ** 2
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const a = center + dy * width + dx
      const weight = known[a] ? 1 : guess.guide
      const i = a * 4
      const j = (source + dy * width + dx) * 4
      const d0 = image[i]! - image[j]!
      const d1 = image[i + 1]! - image[j + 1]!
      const d2 = image[i + 2]! - image[j + 2]!
      const d3 = hasAlpha ? image[i + 3]! - image[j + 3]! : 0
      sum += weight * (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3)
      weights += weight
    }
    if (sum >= bound) return Infinity
  }
  return sum / weights
}
