import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { healPixels, type HealRequest } from '../ink/heal-pixels.ts'
import type { RefineOperation } from '../refine/refine-operation.ts'
import { refineTiles } from '../refine/refine-tiles.ts'
import { SelectedRows } from '../select/selected-rows.ts'
import {
  type PixelStrip,
  type StripSearch,
  type StripSearchInput,
  stripsOf,
  type SimilarRequest,
} from '../select/strips.ts'
import { SubjectSearch } from '../select/subject-search.ts'
import { createTileGrid, tileRect } from '../tile-grid.ts'
import { CoverageTiles, type SentTile, type TileChange } from './coverage-tiles.ts'

const alike = 1

const selected = 2

/** Finds pixels similar to a color. A contiguous search reads only the strips its flood reaches. */
class SimilarSearch implements StripSearch {
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

  /** Continues in one strip from wherever the flood entered. */
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

/**
 * Tasks that run in a worker. A unit of work calls several in order: large images and masks are transferred in parts,
 * so that the window never copies a whole one at once.
 */
export interface PixelTasks {
  'refine.begin': (size: Size) => null
  'refine.tiles': (tiles: readonly SentTile[]) => null
  'refine.run': (operation: RefineOperation) => readonly TileChange[]
  /** Returns the first part of the image to read. */
  'search.begin': (input: StripSearchInput) => Rect | null
  /** Returns the next part to read; null when done. */
  'search.strip': (strip: PixelStrip) => Rect | null
  'search.end': () => readonly TileChange[]
  heal: (request: HealRequest) => Uint8ClampedArray
}

/** The tasks of one unit of work, with the state they keep between calls. */
export function createPixelTasks(): PixelTasks {
  let tiles = new CoverageTiles({ widthPx: 0, heightPx: 0 })
  let search: StripSearch | null = null
  return {
    'refine.begin': (size) => {
      tiles = new CoverageTiles(size)
      return null
    },
    'refine.tiles': (sent) => {
      tiles.add(sent)
      return null
    },
    'refine.run': (operation) => refineTiles(tiles, operation),
    'search.begin': (input) => {
      search = startSearch(input)
      return search.wanted
    },
    'search.strip': (strip) => {
      search?.take(strip)
      return search?.wanted ?? null
    },
    'search.end': () => search?.finish() ?? [],
    heal: healPixels,
  }
}

function startSearch(input: StripSearchInput): StripSearch {
  switch (input.type) {
    case 'similar':
      return new SimilarSearch(input.size, input.request)
    case 'subject':
      return new SubjectSearch(input.size)
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
    const isOne = marks[at] === alike
    if (isOne && !isInRun) starts.push(at)
    isInRun = isOne
  }
}

type Rgba = readonly [number, number, number, number]

/** Whether no channel differs by more than `tolerance`. Colors of fully transparent pixels are ignored. */
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
