import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileChange } from '../off-thread/coverage-tiles.ts'
import { createTileGrid, tileRect } from '../tile-grid.ts'
import { SelectedRows } from './selected-rows.ts'
import { stripsOf, type SimilarRequest, type PixelStrip, type StripSearch } from './strips.ts'

const alike = 1
const selected = 2

/** Pixels of a row that the flood reaches from the row above or below. */
interface Landing {
  readonly row: number
  readonly from: number
  readonly to: number
}

/** Finds what is like a color. A contiguous search reads on only where its flood gets to. */
export class SimilarSearch implements StripSearch {
  readonly #size: Size
  readonly #request: SimilarRequest
  readonly #strips: readonly Rect[]
  /** One byte per pixel of each strip that has been seen. */
  readonly #marks: (Uint8Array | null)[]
  /** Where the flood comes into each strip. */
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
    if (isContiguous) return this.#firstUnseen((_, i) => this.#landings[i]!.length > 0)
    if (this.#color !== null) return this.#firstUnseen(() => true)
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
      if (isAlike(pixels, i * 4, this.#color, tolerance)) marks[i] = isContiguous ? alike : selected
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

  #firstUnseen(isNeeded: (strip: Rect, index: number) => boolean): Rect | null {
    return this.#strips.find((strip, index) => !this.#has(index) && isNeeded(strip, index)) ?? null
  }

  #rowAt(y: number): Uint8Array | null {
    const index = this.#stripAt(y)
    const { y: top, widthPx } = this.#strips[index]!
    return this.#marks[index]?.subarray((y - top) * widthPx, (y - top + 1) * widthPx) ?? null
  }

  /** Goes on in one strip from wherever the flood came in. */
  #flood(index: number): void {
    const { y: top, widthPx } = this.#strips[index]!
    const marks = this.#marks[index]!
    const starts: number[] = []
    for (const { row, from, to } of this.#landings[index]!) {
      for (let x = from; x < to; x++)
        if (marks[(row - top) * widthPx + x] === alike) starts.push((row - top) * widthPx + x)
    }
    this.#landings[index] = []
    for (let at = starts.pop(); at !== undefined; at = starts.pop()) {
      if (marks[at] === alike) this.#floodRun(index, marks, at, starts)
    }
  }

  #floodRun(index: number, marks: Uint8Array, at: number, starts: number[]): void {
    const { y: top, widthPx, heightPx } = this.#strips[index]!
    const y = Math.floor(at / widthPx)
    const rowStart = y * widthPx
    let from = at
    while (from > rowStart && marks[from - 1] === alike) from--
    let to = at + 1
    while (to < rowStart + widthPx && marks[to] === alike) to++
    marks.fill(selected, from, to)
    const landing = { from: from - rowStart, to: to - rowStart }
    if (y > 0) findRuns(marks, from - widthPx, to - widthPx, starts)
    else if (index > 0) this.#landings[index - 1]!.push({ ...landing, row: top - 1 })
    if (y < heightPx - 1) findRuns(marks, from + widthPx, to + widthPx, starts)
    else if (index < this.#strips.length - 1) this.#landings[index + 1]!.push({ ...landing, row: top + heightPx })
  }
}

function isInside({ x, y }: { readonly x: number; readonly y: number }, { widthPx, heightPx }: Size): boolean {
  return x >= 0 && y >= 0 && x < widthPx && y < heightPx
}

/** Adds one pixel of each run that is alike. */
function findRuns(marks: Uint8Array, from: number, to: number, starts: number[]): void {
  let isInRun = false
  for (let at = from; at < to; at++) {
    const isOne = marks[at] === alike
    if (isOne && !isInRun) starts.push(at)
    isInRun = isOne
  }
}

type Rgba = readonly [number, number, number, number]

/** Whether no channel differs by more than `tolerance`. Colors of wholly transparent pixels do not count. */
function isAlike(pixels: Uint8ClampedArray, at: number, color: Rgba, tolerance: number): boolean {
  const alpha = pixels[at + 3]!
  if (Math.abs(alpha - color[3]) > tolerance) return false
  if (alpha === 0 || color[3] === 0) return true
  return (
    Math.abs(pixels[at]! - color[0]) <= tolerance &&
    Math.abs(pixels[at + 1]! - color[1]) <= tolerance &&
    Math.abs(pixels[at + 2]! - color[2]) <= tolerance
  )
}
