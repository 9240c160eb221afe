import { growRect, intersectRects, type Rect } from '../../../../shared/util/geometry.ts'
import { blurWeighted } from './blur-plane.ts'
import type { EditScene } from './edit-scene.ts'
import { applyMatch, type ColorMatch } from './match-colors.ts'
import { toOklab, type Oklab } from './oklab.ts'
import type { Affine } from './placement.ts'
import { stretchField } from './smooth-field.ts'

/** What is still missing to the picture's colors along the mask's border, stretched smoothly over the inside; OKLab. */
export interface SeamMembrane {
  /** Of the picture. */
  readonly area: Rect
  readonly cellPx: number
  readonly columns: number
  readonly rows: number
  readonly fields: readonly [lightness: Float32Array, a: Float32Array, b: Float32Array]
}

/** Cells along the longer side: a membrane is smooth, and few cells are quick to solve. */
const cellsMax = 100
/** Cells on either side of the border that are looked at. */
const bandCells = 2
/** Differences well above this (OKLab) are other content, not another light, and count ever less. */
const likelyDifference = 0.05
/** Along the border, in cells: texture and noise of single pixels must not run inwards as streaks. */
const smoothCells = 1.5

/**
 * @param toAnswer from the crop's pixels to the answer's, the answer in its place
 * @returns null where nothing kept borders on the mask
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

/** 1 for cells so near to the mask that what is kept there borders on it. */
function nearMask({ picture, effective }: EditScene, { area, cellPx, columns, rows }: Grid): Uint8Array {
  const inside = new Uint8Array(columns * rows)
  for (let y = 0; y < area.heightPx; y++) {
    const from = (area.y + y) * picture.widthPx + area.x
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
  const { picture, effective, crop, answer } = scene
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
      const n = y * picture.widthPx + x
      if (near[cell] === 0 || effective[n]! > 0 || picture.rgba[n * 4 + 3]! < 250) continue
      const [cropX, cropY] = [x - crop.x + 0.5, y - crop.y + 0.5]
      const answerX = toAnswer.ax * cropX + toAnswer.bx * cropY + toAnswer.cx - 0.5
      const answerY = toAnswer.ay * cropX + toAnswer.by * cropY + toAnswer.cy - 0.5
      if (!readLab(answer, answerX, answerY, found)) continue
      toOklab(picture.rgba[n * 4]!, picture.rgba[n * 4 + 1]!, picture.rgba[n * 4 + 2]!, wanted)
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

/** The answer's color between four pixels; false where it shows nothing there. */
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
