import { lay, smoothStep, type Motif, type RowPainter } from './motif.ts'
import { mixColors, type Color, type Palette } from './palette.ts'
import type { SeededRandom } from './demo-random.ts'

/**
 * Returns the distance to the shape's edge in units of its tile, below 0 inside; `u`, `v` from 0 to 1 within the tile.
 */
type Shape = (u: number, v: number) => number

const quarterDisc: Shape = (u, v) => Math.hypot(u, v) - 0.94
const quarterRing: Shape = (u, v) => Math.abs(Math.hypot(u, v) - 0.72) - 0.2
const disc: Shape = (u, v) => Math.hypot(u - 0.5, v - 0.5) - 0.4
const ring: Shape = (u, v) => Math.abs(Math.hypot(u - 0.5, v - 0.5) - 0.3) - 0.1
const halfDisc: Shape = (u, v) => Math.max(Math.hypot(u - 0.5, v - 0.02) - 0.47, 0.02 - v)
const wedge: Shape = (u, v) => (u + v - 1) * Math.SQRT1_2
const leaf: Shape = (u, v) => Math.max(Math.hypot(u, v) - 1, Math.hypot(1 - u, 1 - v) - 1)
const bars: Shape = (u) => Math.abs(((u * 4) % 1) - 0.5) / 4 - 0.058
const dots: Shape = (u, v) => Math.hypot(((u * 4) % 1) - 0.5, ((v * 4) % 1) - 0.5) / 4 - 0.055
const single: readonly [Shape, ...Shape[]] = [quarterDisc, quarterDisc, quarterRing, disc, ring, halfDisc]
const shapes: readonly [Shape, ...Shape[]] = [...single, wedge, leaf, leaf, bars, dots]

interface Tile {
  readonly shape: Shape
  /** Quarter turns. */
  readonly turns: number
  readonly ground: Color
  readonly ink: Color
}

/** A wall of tiles with simple shapes, like a printed poster, with one larger disc on top. */
export const drawShapes: Motif = ({ widthPx, heightPx }, palette, random) => {
  const short = Math.min(widthPx, heightPx)
  const sidePx = short / random.pick([4, 4, 5])
  const columns = Math.ceil(widthPx / sidePx)
  const rows = Math.ceil(heightPx / sidePx)
  // Centered, so that the wall is cropped evenly.
  const left = (widthPx - columns * sidePx) / 2
  const top = (heightPx - rows * sidePx) / 2
  const tiles = Array.from({ length: columns * rows }, () => createTile(palette, random))
  const paintSun = createSun(widthPx, heightPx, sidePx, palette, random)

  return (y, row) => {
    const v = (y - top) / sidePx
    const line = Math.min(rows - 1, Math.floor(v))
    for (let x = 0; x < widthPx; x++) {
      const u = (x - left) / sidePx
      const column = Math.min(columns - 1, Math.floor(u))
      layTile(row, x, tiles[line * columns + column]!, u - column, v - line, sidePx)
    }
    paintSun(y, row)
  }
}

function createTile(palette: Palette, random: SeededRandom): Tile {
  const [, second, third, fourth] = palette.mids
  const grounds = [palette.light, palette.light, palette.mids[0], second ?? palette.light] as const
  const ground = random.pick([...grounds, palette.dark])
  const inks = [palette.accent, third ?? palette.dark, fourth ?? palette.dark, palette.dark] as const
  const ink =
    ground === palette.dark ? random.pick([palette.light, palette.accent, palette.mids[0]]) : random.pick(inks)
  return { shape: random.pick(shapes), turns: Math.floor(random.between(0, 4)), ground, ink }
}

function layTile(row: Float32Array, x: number, tile: Tile, u: number, v: number, sidePx: number): void {
  row.set(tile.ground, x * 3)
  const [a, b] = turn(u, v, tile.turns)
  const edgePx = tile.shape(a, b) * sidePx
  // Slightly darker toward one corner, like ink applied with a roller.
  if (edgePx < 0.5) lay(row, x, mixColors(tile.ink, [0, 0, 0], 0.1 * smoothStep(0.2, 1.6, u + v)), 0.5 - edgePx)
}

function turn(u: number, v: number, turns: number): readonly [number, number] {
  switch (turns) {
    case 1:
      return [1 - v, u]
    case 2:
      return [1 - u, 1 - v]
    case 3:
      return [v, 1 - u]
    default:
      return [u, v]
  }
}

/** A disc across several tiles, with a soft shadow: the only element that breaks the grid. */
function createSun(
  widthPx: number,
  heightPx: number,
  sidePx: number,
  palette: Palette,
  random: SeededRandom,
): RowPainter {
  const radius = sidePx * random.between(0.6, 0.95)
  const at = { x: widthPx * random.between(0.3, 0.7), y: heightPx * random.between(0.3, 0.7) }
  const soft = radius * 0.3
  const left = Math.max(0, Math.floor(at.x - radius))
  const right = Math.min(widthPx, Math.ceil(at.x + radius + 2 * soft))
  return (y, row) => {
    if (y < at.y - radius || y > at.y + radius + 2 * soft) return
    for (let x = left; x < right; x++) {
      const shadowPx = Math.hypot(x - at.x - soft * 0.35, y - at.y - soft * 0.5) - radius
      lay(row, x, palette.dark, 0.38 * smoothStep(soft, -soft * 0.3, shadowPx))
      const edgePx = Math.hypot(x - at.x, y - at.y) - radius
      const shade = mixColors(palette.accent, [1, 1, 1], 0.3 * smoothStep(at.y + radius, at.y - radius, y))
      lay(row, x, shade, 0.5 - edgePx)
    }
  }
}
