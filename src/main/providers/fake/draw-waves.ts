import { lay, smoothStep, type Motif } from './motif.ts'
import { mixColors, type Color, type Palette } from './palette.ts'
import type { SeededRandom } from './demo-random.ts'

interface Ridge {
  /** Its top edge, in pixels from the top, for every column. */
  readonly crestPx: Float32Array
  readonly crest: Color
  readonly foot: Color
}

/** Layers of hills or waves in haze, under a low sun. */
export const drawWaves: Motif = ({ widthPx, heightPx }, palette, random) => {
  const sun = { x: widthPx * random.between(0.22, 0.78), y: heightPx * random.between(0.2, 0.42) }
  const radius = Math.min(widthPx, heightPx) * random.between(0.07, 0.13)
  const zenith = palette.mids[1] ?? palette.light
  const glow = mixColors(palette.light, palette.accent, 0.45)
  const ridges = createRidges(widthPx, heightPx, palette, random)
  /** How far the light reaches into a crest. */
  const rimPx = heightPx * 0.006

  return (y, row) => {
    const sky = mixColors(zenith, palette.light, smoothStep(-0.1, 0.62, y / heightPx))
    for (let x = 0; x < widthPx; x++) {
      // The nearest ridge that covers the pixel hides everything behind it.
      const nearest = ridges.findLastIndex((ridge) => y - ridge.crestPx[x]! >= 0.5)
      if (nearest < 0) {
        row.set(sky, x * 3)
        const distance = Math.hypot(x - sun.x, y - sun.y)
        lay(row, x, glow, 0.75 * Math.exp(-((distance / (radius * 3.2)) ** 2)))
        lay(row, x, palette.accent, smoothStep(radius + 0.7, radius - 0.7, distance))
      }
      for (let index = Math.max(0, nearest); index < ridges.length; index++) layRidge(row, x, y, ridges[index]!, rimPx)
    }
  }
}

function layRidge(row: Float32Array, x: number, y: number, ridge: Ridge, rimPx: number): void {
  const depthPx = y - ridge.crestPx[x]! + 0.5
  if (depthPx <= 0) return
  const fade = smoothStep(0, rimPx * 46, depthPx)
  const rim = depthPx > rimPx * 5 ? 0 : 0.16 * Math.exp(-depthPx / rimPx)
  const body = mixColors(ridge.crest, ridge.foot, fade)
  lay(row, x, rim === 0 ? body : mixColors(body, [1, 1, 1], rim), depthPx)
}

function createRidges(widthPx: number, heightPx: number, palette: Palette, random: SeededRandom): Ridge[] {
  const count = Math.round(random.between(6, 8))
  return Array.from({ length: count }, (_, index) => {
    const at = (index + 1) / count
    const color = colorAt(palette, at)
    const next = colorAt(palette, Math.max(0, at - 0.28))
    return {
      crestPx: createCrest(widthPx, heightPx, 0.36 + 0.52 * (index / count) ** 0.92, at, random),
      crest: color,
      foot: mixColors(color, next, 0.75),
    }
  })
}

/** Four waves of decreasing height, longer in the foreground. */
function createCrest(
  widthPx: number,
  heightPx: number,
  base: number,
  nearness: number,
  random: SeededRandom,
): Float32Array {
  const waves = [1, 2.1, 4.3, 9.1].map((frequency) => ({
    turns: (frequency * random.between(0.7, 1.3)) / (0.55 + 0.75 * nearness),
    phase: random.between(0, 2 * Math.PI),
    height: (heightPx * random.between(0.035, 0.06)) / frequency ** 0.95,
  }))
  return Float32Array.from({ length: widthPx }, (_, x) => {
    const turn = (x / heightPx) * 2 * Math.PI
    return waves.reduce((sum, wave) => sum + wave.height * Math.sin(turn * wave.turns + wave.phase), base * heightPx)
  })
}

function colorAt(palette: Palette, at: number): Color {
  const stops = [palette.light, ...palette.mids, palette.dark]
  const position = Math.min(at, 1) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(position))
  return mixColors(stops[index]!, stops[index + 1]!, position - index)
}
