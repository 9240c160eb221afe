import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileChange } from '../off-thread/coverage-tiles.ts'
import { createTileGrid, tileRect } from '../tile-grid.ts'
import { stripsOf, type PixelStrip, type SimilarRequest, type StripSearch } from './strips.ts'

const similar = 1

const selected = 2

/** Finds pixels similar to a color. A contiguous search reads only the strips its flood reaches. */
export class SimilarSearch implements StripSearch {
  readonly #size: Size
  readonly #request: SimilarRequest
  readonly #strips: readonly Rect[]
  /** One byte per pixel of each strip read so far. */
  readonly #marks: (Uint8Array | null)[]
  /** Where the flood enters each strip. */
  readonly #landings: Landing[][]
  #color: Rgba | null

  constructor(size: Size, request: SimilarRequest) {
    this.#size = size
    this.#request = request
    this.#strips = stripsOf(size)
    this.#marks = this.#strips.map(() => null)
    this.#landings = this.#strips.map(() => [])
    this.#color = request.color
    const { at } = request
    if (at !== null && request.isContiguous && isInside(at, size)) {
      this.#landings[this.#stripAt(at.y)]!.push({ row: at.y, from: at.x, to: at.x + 1 })
    }
  }

  get wanted(): Rect | null {
    const { at, isContiguous } = this.#request
    if (at !== null && !isInside(at, this.#size)) return null
    if (isContiguous) return this.#firstUnread((_, i) => this.#landings[i]!.length > 0)
    if (this.#color !== null) return this.#firstUnread(() => true)
    return at === null ? null : this.#strips[this.#stripAt(at.y)]!
  }

  take({ area, pixels }: PixelStrip): void {
    const index = this.#stripAt(area.y)
    const { at, tolerance, isContiguous } = this.#request
    if (this.#color === null && at !== null) {
      const from = ((at.y - area.y) * area.widthPx + at.x) * 4
      this.#color = [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!, pixels[from + 3]!]
    }
    if (this.#color === null) return
    const marks = new Uint8Array(area.widthPx * area.heightPx)
    for (let i = 0; i < marks.length; i++) {
      if (isSimilar(pixels, i * 4, this.#color, tolerance)) marks[i] = isContiguous ? similar : selected
    }
    this.#marks[index] = marks
    for (let next = index; next >= 0; next = this.#landings.findIndex((some, i) => some.length > 0 && this.#has(i))) {
      this.#flood(next)
    }
  }

  finish(): readonly TileChange[] {
    const rows = new SelectedRows(this.#size, (y) => this.#rowAt(y), selected)
    const grid = createTileGrid(this.#size)
    const changes: TileChange[] = []
    for (let index = 0; index < grid.columns * grid.rows; index++) {
      const pixels = rows.tile(tileRect(grid, index), this.#request.isAntialiased)
      if (pixels !== null) changes.push([index, pixels])
    }
    return changes
  }

  #has(strip: number): boolean {
    return this.#marks[strip] !== null
  }

  #stripAt(y: number): number {
    return Math.floor(y / this.#strips[0]!.heightPx)
  }

  #firstUnread(isNeeded: (strip: Rect, index: number) => boolean): Rect | null {
    return this.#strips.find((strip, index) => !this.#has(index) && isNeeded(strip, index)) ?? null
  }

  #rowAt(y: number): Uint8Array | null {
    const index = this.#stripAt(y)
    const { y: top, widthPx } = this.#strips[index]!
    return this.#marks[index]?.subarray((y - top) * widthPx, (y - top + 1) * widthPx) ?? null
  }

  /** Continues in one strip from wherever the flood entered. */
  #flood(index: number): void {
    const { y: top, widthPx } = this.#strips[index]!
    const marks = this.#marks[index]!
    const starts: number[] = []
    for (const { row, from, to } of this.#landings[index]!) {
      for (let x = from; x < to; x++)
        if (marks[(row - top) * widthPx + x] === similar) starts.push((row - top) * widthPx + x)
    }
    this.#landings[index] = []
    for (let at = starts.pop(); at !== undefined; at = starts.pop()) {
      if (marks[at] === similar) this.#floodRun(index, marks, at, starts)
    }
  }

  #floodRun(index: number, marks: Uint8Array, at: number, starts: number[]): void {
    const { y: top, widthPx, heightPx } = this.#strips[index]!
    const y = Math.floor(at / widthPx)
    const rowStart = y * widthPx
    let from = at
    while (from > rowStart && marks[from - 1] === similar) from--
    let to = at + 1
    while (to < rowStart + widthPx && marks[to] === similar) to++
    marks.fill(selected, from, to)
    const landing = { from: from - rowStart, to: to - rowStart }
    if (y > 0) findRuns(marks, from - widthPx, to - widthPx, starts)
    else if (index > 0) this.#landings[index - 1]!.push({ ...landing, row: top - 1 })
    if (y < heightPx - 1) findRuns(marks, from + widthPx, to + widthPx, starts)
    else if (index < this.#strips.length - 1) this.#landings[index + 1]!.push({ ...landing, row: top + heightPx })
  }
}

/** Pixels of a row that the flood reaches from the row above or below. */
interface Landing {
  readonly row: number
  readonly from: number
  readonly to: number
}

function isInside({ x, y }: { readonly x: number; readonly y: number }, { widthPx, heightPx }: Size): boolean {
  return x >= 0 && y >= 0 && x < widthPx && y < heightPx
}

/** Adds one pixel of each run of similar pixels. */
function findRuns(marks: Uint8Array, from: number, to: number, starts: number[]): void {
  let isInRun = false
  for (let at = from; at < to; at++) {
    const isOne = marks[at] === similar
    if (isOne && !isInRun) starts.push(at)
    isInRun = isOne
  }
}

type Rgba = readonly [number, number, number, number]

/** Whether no channel differs by more than `tolerance`. Colors of fully transparent pixels are ignored. */
function isSimilar(pixels: Uint8ClampedArray, at: number, color: Rgba, tolerance: number): boolean {
  const alpha = pixels[at + 3]!
  if (Math.abs(alpha - color[3]) > tolerance) return false
  if (alpha === 0 || color[3] === 0) return true
  return (
    Math.abs(pixels[at]! - color[0]) <= tolerance &&
    Math.abs(pixels[at + 1]! - color[1]) <= tolerance &&
    Math.abs(pixels[at + 2]! - color[2]) <= tolerance
  )
}

/** Pixel-by-pixel selection as coverage. */
class SelectedRows {
  readonly #size: Size
  readonly #rowAt: (y: number) => Uint8Array | null
  readonly #mark: number
  /** A tile's marks with a one-pixel border: 0 or 1. */
  readonly #marks = new Uint8Array((tilePx + 2) * (tilePx + 2))

  /**
   * @param rowAt marks of one row of the image; null = nothing selected in it
   * @param mark the value of selected pixels
   */
  constructor(size: Size, rowAt: (y: number) => Uint8Array | null, mark: number) {
    this.#size = size
    this.#rowAt = rowAt
    this.#mark = mark
  }

  /** Null if nothing is selected. Anti-aliased: the weighted mean of 3 × 3 pixels, closer ones weighing more. */
  tile(rect: Rect, isAntialiased: boolean): Uint8Array | null {
    const count = this.#load(rect)
    if (count === 0) return null
    const pixels = new Uint8Array(tilePx * tilePx)
    const stride = tilePx + 2
    const marks = this.#marks
    for (let y = 0; y < rect.heightPx; y++) {
      for (let x = 0; x < rect.widthPx; x++) {
        const at = (y + 1) * stride + x + 1
        const sixteenths = isAntialiased
          ? weightedRow(marks, at - stride) + 2 * weightedRow(marks, at) + weightedRow(marks, at + stride)
          : 16 * marks[at]!
        pixels[y * tilePx + x] = (sixteenths * 255 + 8) >> 4
      }
    }
    return pixels
  }

  /** Edge pixels repeat beyond the image's border. Returns how many pixels are selected. */
  #load({ x, y, widthPx, heightPx }: Rect): number {
    const stride = tilePx + 2
    let count = 0
    for (let dy = -1; dy <= heightPx; dy++) {
      const start = (dy + 1) * stride
      const line = this.#rowAt(clamp(y + dy, this.#size.heightPx))
      if (line === null) {
        this.#marks.fill(0, start, start + stride)
        continue
      }
      for (let dx = -1; dx <= widthPx; dx++) {
        const isSelected = line[clamp(x + dx, this.#size.widthPx)] === this.#mark
        this.#marks[start + dx + 1] = isSelected ? 1 : 0
        if (isSelected) count++
      }
    }
    return count
  }
}

function weightedRow(marks: Uint8Array, at: number): number {
  return marks[at - 1]! + 2 * marks[at]! + marks[at + 1]!
}

function clamp(at: number, length: number): number {
  return Math.min(length - 1, Math.max(0, at))
}
