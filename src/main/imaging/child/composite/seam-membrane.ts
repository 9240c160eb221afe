import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { blurWeighted } from './blur-plane.ts'
import type { EditScene } from './edit-scene.ts'
import { applyMatch, type ColorMatch } from './match-colors.ts'
import { toOklab, type Oklab } from './oklab.ts'
import type { Affine } from './placement.ts'

const sweeps = 8

/** Successive over-relaxation: corrections are 1.5 times as large, which halves the number of sweeps. */
const overshoot = 1.5

/**
 * The remaining difference from the image's colors along the mask's border, smoothly extended over the inside; OKLab.
 */
export interface SeamMembrane {
  /** In image pixels. */
  readonly area: Rect
  readonly cellPx: number
  readonly columns: number
  readonly rows: number
  readonly fields: readonly [lightness: Float32Array, a: Float32Array, b: Float32Array]
}

/** Cells along the longer side: a membrane is smooth, and few cells solve quickly. */
const cellsMax = 100
/** Cells examined on either side of the border. */
const bandCells = 2
/** Differences well above this (OKLab) are different content, not lighting, and are down-weighted. */
const likelyDifference = 0.05
/** Along the border, in cells: per-pixel texture and noise must not streak inward. */
const smoothCells = 1.5

/**
 * @param toAnswer from crop pixels to response pixels, with the response placed
 * @returns null if no kept pixels border on the mask
 */
export function measureMembrane(
  scene: EditScene,
  touched: Rect,
  match: ColorMatch,
  toAnswer: Affine,
): SeamMembrane | null {
  const cellPx = Math.max(2, Math.ceil(Math.max(touched.widthPx, touched.heightPx) / cellsMax))
  const area = intersectRects(growRect(touched, (bandCells + 1) * cellPx), scene.crop)
  const columns = Math.ceil(area.widthPx / cellPx)
  const rows = Math.ceil(area.heightPx / cellPx)
  const grid = { area, cellPx, columns, rows }
  const sums = sumDifferences(scene, grid, nearMask(scene, grid), match, toAnswer)
  const weights = sums.weight
  if (!weights.some((weight) => weight > 0)) return null
  const size = { widthPx: columns, heightPx: rows }
  const [lightness, a, b] = sums.channels.map((sum) => {
    const values = sum.map((value, n) => (weights[n]! > 0 ? value / weights[n]! : 0))
    const smooth = blurWeighted(values, weights, size, smoothCells)
    return stretchField({ ...size, values: smooth, known: weights })
  }) as [Float32Array, Float32Array, Float32Array]
  return { ...grid, fields: [lightness, a, b] }
}

type Grid = Omit<SeamMembrane, 'fields'>

/** 1 for cells near enough to the mask that their kept pixels border on it. */
function nearMask({ image, effective }: EditScene, { area, cellPx, columns, rows }: Grid): Uint8Array {
  const inside = new Uint8Array(columns * rows)
  for (let y = 0; y < area.heightPx; y++) {
    const from = (area.y + y) * image.widthPx + area.x
    const to = Math.floor(y / cellPx) * columns
    for (let x = 0; x < area.widthPx; x++) {
      if (effective[from + x]! > 0) inside[to + Math.floor(x / cellPx)] = 1
    }
  }
  const near = new Uint8Array(inside.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (inside[row * columns + column] === 0) continue
      for (let y = Math.max(0, row - bandCells); y <= Math.min(rows - 1, row + bandCells); y++) {
        near.fill(
          1,
          y * columns + Math.max(0, column - bandCells),
          y * columns + Math.min(columns, column + bandCells + 1),
        )
      }
    }
  }
  return near
}

function sumDifferences(scene: EditScene, grid: Grid, near: Uint8Array, match: ColorMatch, toAnswer: Affine) {
  const { image, effective, crop, answer } = scene
  const { area, cellPx, columns, rows } = grid
  const plane = (): Float32Array => new Float32Array(columns * rows)
  const sums = { weight: plane(), channels: [plane(), plane(), plane()] as const }
  const [wanted, found]: [Oklab, Oklab] = [
    { lightness: 0, a: 0, b: 0 },
    { lightness: 0, a: 0, b: 0 },
  ]
  for (let y = area.y; y < area.y + area.heightPx; y++) {
    for (let x = area.x; x < area.x + area.widthPx; x++) {
      const cell = Math.floor((y - area.y) / cellPx) * columns + Math.floor((x - area.x) / cellPx)
      const n = y * image.widthPx + x
      if (near[cell] === 0 || effective[n]! > 0 || image.rgba[n * 4 + 3]! < 250) continue
      const [cropX, cropY] = [x - crop.x + 0.5, y - crop.y + 0.5]
      const answerX = toAnswer.ax * cropX + toAnswer.bx * cropY + toAnswer.cx - 0.5
      const answerY = toAnswer.ay * cropX + toAnswer.by * cropY + toAnswer.cy - 0.5
      if (!readLab(answer, answerX, answerY, found)) continue
      toOklab(image.rgba[n * 4]!, image.rgba[n * 4 + 1]!, image.rgba[n * 4 + 2]!, wanted)
      addDifference(sums, cell, wanted, found, match)
    }
  }
  return sums
}

function addDifference(
  sums: { readonly weight: Float32Array; readonly channels: readonly Float32Array[] },
  cell: number,
  wanted: Oklab,
  found: Oklab,
  match: ColorMatch,
): void {
  applyMatch(match, 1, found)
  const lightness = wanted.lightness - found.lightness
  const a = wanted.a - found.a
  const b = wanted.b - found.b
  const square = (lightness * lightness + a * a + b * b) / (likelyDifference * likelyDifference)
  const weight = 1 / (1 + square)
  sums.weight[cell]! += weight
  sums.channels[0]![cell]! += lightness * weight
  sums.channels[1]![cell]! += a * weight
  sums.channels[2]![cell]! += b * weight
}

/** Interpolates the response's color between four pixels; returns false if it shows nothing there. */
function readLab({ rgba, widthPx, heightPx }: EditScene['answer'], x: number, y: number, into: Oklab): boolean {
  if (x < -0.5 || y < -0.5 || x > widthPx - 0.5 || y > heightPx - 0.5) return false
  const left = Math.max(0, Math.min(widthPx - 1, Math.floor(x)))
  const top = Math.max(0, Math.min(heightPx - 1, Math.floor(y)))
  const right = Math.max(0, Math.min(1, x - left))
  const low = Math.max(0, Math.min(1, y - top))
  const at = (top * widthPx + left) * 4
  const next = left < widthPx - 1 ? 4 : 0
  const below = top < heightPx - 1 ? widthPx * 4 : 0
  if (rgba[at + 3]! < 250 || rgba[at + next + 3]! < 250 || rgba[at + below + 3]! < 250) return false
  const read = (channel: number): number => {
    const upper = rgba[at + channel]! + (rgba[at + next + channel]! - rgba[at + channel]!) * right
    const lower =
      rgba[at + below + channel]! + (rgba[at + below + next + channel]! - rgba[at + below + channel]!) * right
    return upper + (lower - upper) * low
  }
  toOklab(read(0), read(1), read(2), into)
  return true
}

/** Values known in some grid cells; there, `known` is above 0 and gives the weight. */
interface KnownField extends Size {
  readonly values: Float32Array
  readonly known: Float32Array
}

/**
 * Stretches a membrane through the known cells: every other cell becomes the mean of its neighbors (Laplace's equation,
 * as in Pérez et al. 2003, "Poisson Image Editing"), with a free boundary at the grid's edge. Solved coarse to fine, so
 * that a few sweeps are enough at each size. All 0 if nothing is known.
 */
export function stretchField(field: KnownField): Float32Array {
  const { widthPx, heightPx, values, known } = field
  const isSmall = widthPx <= 2 && heightPx <= 2
  const coarse = isSmall ? null : coarsen(field)
  const start = coarse === null ? meanField(field) : enlarge(stretchField(coarse), coarse, field)
  for (let n = 0; n < start.length; n++) if (known[n]! > 0) start[n] = values[n]!
  for (let sweep = 0; sweep < sweeps; sweep++) relax(start, field)
  return start
}

function meanField({ values, known }: KnownField): Float32Array {
  let [sum, weight] = [0, 0]
  for (let n = 0; n < values.length; n++) {
    sum += values[n]! * known[n]!
    weight += known[n]!
  }
  return new Float32Array(values.length).fill(weight > 0 ? sum / weight : 0)
}

function coarsen({ widthPx, heightPx, values, known }: KnownField): KnownField {
  const size = { widthPx: (widthPx + 1) >> 1, heightPx: (heightPx + 1) >> 1 }
  const sums = new Float32Array(size.widthPx * size.heightPx)
  const weights = new Float32Array(sums.length)
  for (let y = 0, n = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, n++) {
      if (known[n]! <= 0) continue
      const at = (y >> 1) * size.widthPx + (x >> 1)
      sums[at]! += values[n]! * known[n]!
      weights[at]! += known[n]!
    }
  }
  return { ...size, values: sums.map((sum, n) => (weights[n]! > 0 ? sum / weights[n]! : 0)), known: weights }
}

function enlarge(coarse: Float32Array, from: Size, to: Size): Float32Array {
  const result = new Float32Array(to.widthPx * to.heightPx)
  for (let y = 0, n = 0; y < to.heightPx; y++) {
    const row = Math.max(0, Math.min(from.heightPx - 1, (y - 0.5) / 2))
    const top = Math.floor(row)
    const low = Math.min(from.heightPx - 1, top + 1)
    for (let x = 0; x < to.widthPx; x++, n++) {
      const column = Math.max(0, Math.min(from.widthPx - 1, (x - 0.5) / 2))
      const left = Math.floor(column)
      const right = Math.min(from.widthPx - 1, left + 1)
      const upper = mix(coarse[top * from.widthPx + left]!, coarse[top * from.widthPx + right]!, column - left)
      const lower = mix(coarse[low * from.widthPx + left]!, coarse[low * from.widthPx + right]!, column - left)
      result[n] = mix(upper, lower, row - top)
    }
  }
  return result
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

function relax(field: Float32Array, { widthPx, heightPx, known }: KnownField): void {
  for (let y = 0, n = 0; y < heightPx; y++) {
    const up = y > 0 ? -widthPx : heightPx > 1 ? widthPx : 0
    const down = y < heightPx - 1 ? widthPx : heightPx > 1 ? -widthPx : 0
    for (let x = 0; x < widthPx; x++, n++) {
      if (known[n]! > 0) continue
      const left = x > 0 ? -1 : widthPx > 1 ? 1 : 0
      const right = x < widthPx - 1 ? 1 : widthPx > 1 ? -1 : 0
      const mean = (field[n + left]! + field[n + right]! + field[n + up]! + field[n + down]!) / 4
      field[n]! += (mean - field[n]!) * overshoot
    }
  }
}
