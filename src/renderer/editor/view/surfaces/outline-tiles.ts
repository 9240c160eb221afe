import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { forEachTileIn, tileRect, type TileGrid } from '../../raster/tile-grid.ts'
import type { EdgeTile } from './edge-tiles.ts'
import { tileLevelFor } from './tile-images.ts'
import { traceOutline, type CellGrid } from './trace-outline.ts'

/** Coverage of a tile; `none` or `full` if uniform. */
export type TileCoverage = EdgeTile | 'none' | 'full'

/** Paths in image pixels. */
export interface Outline {
  /** Around everything at least half covered. */
  readonly half: Path2D
  /** Around everything with any coverage. */
  readonly end: Path2D
  readonly isEmpty: boolean
}

interface TilePaths {
  readonly level: number
  readonly half: Path2D | null
  readonly end: Path2D | null
}

const halfCoverage = 128

/** The outline of a mask, cached by tile: a tile is traced again only if its coverage, or a neighbor's, has changed. */
export class OutlineTiles {
  readonly #coverageOf: (index: number) => TileCoverage
  readonly #tiles = new Map<number, TilePaths>()
  #joined: { readonly key: string; readonly outline: Outline } | null = null

  constructor(coverageOf: (index: number) => TileCoverage) {
    this.#coverageOf = coverageOf
  }

  clear(): void {
    this.#tiles.clear()
    this.#joined = null
  }

  /** Drops the lines of a tile whose coverage changed, including those shared with the tiles to the right and below. */
  forget(grid: TileGrid, index: number): void {
    for (const affected of [index, index + 1, index + grid.columns, index + grid.columns + 1])
      this.#tiles.delete(affected)
    this.#joined = null
  }

  outline(grid: TileGrid, zoom: number, visible: Rect, deadlineMs: number): Outline & { readonly isLate: boolean } {
    const level = tileLevelFor(zoom)
    const isLate = this.#trace(grid, level, visible, deadlineMs)
    const key = `${level} ${visible.x} ${visible.y} ${visible.widthPx} ${visible.heightPx}`
    if (this.#joined?.key !== key) this.#joined = { key, outline: this.#join(grid, visible) }
    return { ...this.#joined.outline, isLate }
  }

  #trace(grid: TileGrid, level: number, visible: Rect, deadlineMs: number): boolean {
    let isLate = false
    forEachTileIn(grid, visible, (index) => {
      if (this.#tiles.get(index)?.level === level) return
      if (performance.now() >= deadlineMs) {
        isLate = true
        return
      }
      this.#tiles.set(index, this.#traceTile(grid, index, level))
      this.#joined = null
    })
    return isLate
  }

  #traceTile(grid: TileGrid, index: number, level: number): TilePaths {
    const cells = this.#cells(grid, index, level)
    if (cells === null) return { level, half: null, end: null }
    const { x, y } = tileRect(grid, index)
    const toPath = (lines: readonly number[]): Path2D | null =>
      lines.length === 0 ? null : pathOf(lines, x, y, 2 ** level)
    return { level, half: toPath(traceOutline(cells, halfCoverage)), end: toPath(traceOutline(cells, 1)) }
  }

  /** Null if there can be no line. */
  #cells(grid: TileGrid, index: number, level: number): CellGrid | null {
    const column = index % grid.columns
    const row = Math.floor(index / grid.columns)
    const center = this.#coverageOf(index)
    const left = column === 0 ? 'none' : this.#coverageOf(index - 1)
    const above = row === 0 ? 'none' : this.#coverageOf(index - grid.columns)
    const isLastColumn = column === grid.columns - 1
    const isLastRow = row === grid.rows - 1
    if (center === 'none' && left === 'none' && above === 'none') return null
    const isInside = !isLastColumn && !isLastRow && column > 0 && row > 0
    if (center === 'full' && left === 'full' && above === 'full' && isInside) return null
    const { widthPx, heightPx } = tileRect(grid, index)
    const side = 2 ** level
    const columns = Math.ceil(widthPx / side)
    const rows = Math.ceil(heightPx / side)
    const values = new Uint8Array((columns + 1) * (rows + 1))
    for (let y = 0; y < rows; y++) {
      const at = (y + 1) * (columns + 1)
      // A tile to the left is never clipped by the image's right border.
      values[at] = cellOf(left, lastCell(side), y, side, heightPx)
      for (let x = 0; x < columns; x++) values[at + x + 1] = cellOf(center, x, y, side, heightPx)
    }
    for (let x = 0; x < columns; x++) values[x + 1] = cellOf(above, x, lastCell(side), side, tilePx)
    return { columns, rows, values, isLastColumn, isLastRow }
  }

  #join(grid: TileGrid, visible: Rect): Outline {
    const half = new Path2D()
    const end = new Path2D()
    let isEmpty = true
    forEachTileIn(grid, visible, (index) => {
      const paths = this.#tiles.get(index)
      if (paths === undefined || paths.end === null) return
      isEmpty = false
      end.addPath(paths.end)
      if (paths.half !== null) half.addPath(paths.half)
    })
    return { half, end, isEmpty }
  }
}

function lastCell(side: number): number {
  return tilePx / side - 1
}

/** The average of at most 4 × 4 pixels of a cell; at least 1 if any of them is covered. */
function cellOf(coverage: TileCoverage, x: number, y: number, side: number, heightPx: number): number {
  if (coverage === 'none') return 0
  if (coverage === 'full') return 255
  const { values, stride, shift } = coverage
  const step = Math.max(1, side >> 2)
  let sum = 0
  let count = 0
  for (let row = y * side; row < Math.min(heightPx, (y + 1) * side); row += step) {
    for (let column = x * side; column < Math.min(stride << shift, (x + 1) * side); column += step) {
      sum += values[(row >> shift) * stride + (column >> shift)] ?? 0
      count++
    }
  }
  return count === 0 ? 0 : Math.ceil(sum / count)
}

function pathOf(lines: readonly number[], x: number, y: number, side: number): Path2D {
  const path = new Path2D()
  for (let i = 0; i < lines.length; i += 4) {
    path.moveTo(x + lines[i]! * side, y + lines[i + 1]! * side)
    path.lineTo(x + lines[i + 2]! * side, y + lines[i + 3]! * side)
  }
  return path
}
