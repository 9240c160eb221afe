import { lay, smoothStep, type Motif } from './motif.ts'
import { mixColors, type Color, type Palette } from './palette.ts'
import { grainAt, type SeededRandom } from './demo-random.ts'

/** A curtain of light: a sharp lower edge, and rays that fade upward. */
interface Veil {
  /** Its lower edge, in pixels from the top, for every column. */
  readonly edgePx: Float32Array
  /** Brightness of its rays for every column, 0 to 1. */
  readonly rays: Float32Array
  readonly reachPx: number
  readonly low: Color
  readonly high: Color
}

/** One pixel in this many is a star. */
const pixelsPerStar = 2_600

/** Northern lights over a dark landscape. */
export const drawLight: Motif = ({ widthPx, heightPx }, palette, random) => {
  const veils = createVeils(widthPx, heightPx, palette, random)
  const zenith = mixColors(palette.dark, [0, 0, 0.03], 0.72)
  const horizon = mixColors(palette.dark, palette.mids[3] ?? palette.dark, 0.45)
  const land = createLand(widthPx, heightPx, random)
  const starSeed = Math.floor(random.between(0, 2 ** 31))
  const starShare = 1 - 2 / pixelsPerStar

  return (y, row) => {
    const sky = mixColors(zenith, horizon, smoothStep(0.1, 0.95, y / heightPx))
    for (let x = 0; x < widthPx; x++) {
      row.set(sky, x * 3)
      if (y < land[x]! - 1) {
        const star = grainAt(x, y, starSeed)
        if (star > starShare) lay(row, x, [1, 1, 1], (star - starShare) * pixelsPerStar * 0.45)
        for (const veil of veils) shine(row, x, y, veil)
      }
      lay(row, x, mixColors(zenith, [0, 0, 0], 0.4), y - land[x]! + 0.5)
    }
  }
}

/** Adds light without exceeding white (the "screen" blend mode). */
function shine(row: Float32Array, x: number, y: number, veil: Veil): void {
  const abovePx = veil.edgePx[x]! - y
  const fade = abovePx >= 0 ? Math.exp(-abovePx / veil.reachPx) : Math.exp(abovePx / (veil.reachPx * 0.07))
  const strength = veil.rays[x]! * fade
  if (strength < 0.004) return
  const share = Math.min(1, Math.max(0, abovePx) / (veil.reachPx * 1.5))
  const at = x * 3
  for (let part = 0; part < 3; part++) {
    const light = (veil.low[part]! + (veil.high[part]! - veil.low[part]!) * share) * strength
    row[at + part] = 1 - (1 - row[at + part]!) * (1 - light)
  }
}

function createVeils(widthPx: number, heightPx: number, palette: Palette, random: SeededRandom): Veil[] {
  const count = Math.round(random.between(3, 5))
  const colors = [palette.bright, palette.mids[0], palette.accent, palette.bright] as const
  return Array.from({ length: count }, (_, index) => ({
    edgePx: createCurve(widthPx, heightPx, 0.34 + 0.34 * (index / count), 0.1, random),
    rays: createRays(widthPx, heightPx, random),
    reachPx: heightPx * random.between(0.12, 0.26),
    low: colors[index % 2]!,
    high: colors[2 + (index % 2)]!,
  }))
}

function createCurve(
  widthPx: number,
  heightPx: number,
  base: number,
  sway: number,
  random: SeededRandom,
): Float32Array {
  const waves = [0.6, 1.3, 2.9].map((frequency) => ({
    turns: frequency * random.between(0.7, 1.3),
    phase: random.between(0, 2 * Math.PI),
    height: (heightPx * sway * random.between(0.7, 1.2)) / frequency ** 0.8,
  }))
  return Float32Array.from({ length: widthPx }, (_, x) => {
    const turn = (x / heightPx) * 2 * Math.PI
    return waves.reduce((sum, wave) => sum + wave.height * Math.sin(turn * wave.turns + wave.phase), base * heightPx)
  })
}

/** Broad swells with fine rays in them. */
function createRays(widthPx: number, heightPx: number, random: SeededRandom): Float32Array {
  const phases = [random.between(0, 6.3), random.between(0, 6.3), random.between(0, 6.3)] as const
  const fine = random.between(15, 22)
  return Float32Array.from({ length: widthPx }, (_, x) => {
    const turn = (x / heightPx) * 2 * Math.PI
    const swell = 0.5 + 0.5 * Math.sin(turn * 1.1 + phases[0])
    const ray = Math.sin(turn * fine + phases[1] + 2 * Math.sin(turn * 3 + phases[2]))
    return (0.3 + 0.6 * swell) * (0.74 + 0.26 * ray)
  })
}

function createLand(widthPx: number, heightPx: number, random: SeededRandom): Float32Array {
  return createCurve(widthPx, heightPx, random.between(0.86, 0.9), 0.028, random)
}
