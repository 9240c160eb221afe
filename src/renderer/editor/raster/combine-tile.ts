import { tilePx } from '../../../shared/domain/surfaces.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import type { ColorSource, CombineMode, CoverageSource } from '../document/raster.ts'
import { mixTileColors, asUint32 } from './pixel-math.ts'
import { canonical, clearOutside } from './tile-content.ts'
import { bytesOfTile, fullTile, tileBytes, type Tile } from './tile.ts'
import { tileRect, type TileGrid } from './tile-grid.ts'

/**
 * Combines a shape with one tile of coverage. Union, difference and intersection are maximum and minimum, so that
 * applying the same shape twice changes nothing the second time.
 */
export function combineTile(
  grid: TileGrid,
  index: number,
  base: Tile | null,
  source: CoverageSource,
  mode: CombineMode,
): Tile | null {
  const rect = tileRect(grid, index)
  const part = intersectRects(rect, source.bounds)
  const isMissed = isEmptyRect(part)
  const cover = isMissed ? 'none' : source.read(part)
  if (cover === 'none') return mode === 'add' || mode === 'subtract' ? base : null
  const isWhole = part.widthPx === rect.widthPx && part.heightPx === rect.heightPx
  if (cover === 'full' && isWhole) {
    if (mode === 'intersect') return base
    if (mode === 'subtract') return null
    return fullOf(grid, index)
  }
  if (base === null && mode !== 'add' && mode !== 'replace') return null
  const isAll = isWhole && part.widthPx === tilePx && part.heightPx === tilePx
  if (isAll && cover !== 'full' && (mode === 'replace' || base === null)) return canonical(cover, 1, base)
  const keepsOutside = mode === 'add' || mode === 'subtract'
  const pixels = keepsOutside && base !== null ? base.peek().slice() : new Uint8Array(tileBytes)
  combinePart(pixels, base?.peek() ?? null, { x: part.x - rect.x, y: part.y - rect.y, ...sizeOf(part) }, cover, mode)
  return canonical(pixels, 1, base)
}

const fullRow = new Uint8Array(tilePx).fill(255)

/** Paints color through coverage on one color tile. */
export function colorTile(
  grid: TileGrid,
  index: number,
  base: Tile | null,
  through: CoverageSource,
  ink: ColorSource,
): Tile | null {
  const rect = tileRect(grid, index)
  const part = intersectRects(rect, through.bounds)
  const cover = isEmptyRect(part) ? 'none' : through.read(part)
  const colors = cover === 'none' ? null : ink.read(part)
  if (cover === 'none' || colors === null) return base
  const pixels = base?.peek().slice() ?? new Uint8Array(bytesOfTile(4))
  const [out, below, inks] = [asUint32(pixels), base === null ? null : asUint32(base.peek()), asUint32(colors)]
  const count = part.widthPx
  for (let row = 0; row < part.heightPx; row++) {
    const at = (part.y - rect.y + row) * tilePx + part.x - rect.x
    const [rowCover, coverAt] = cover === 'full' ? [fullRow, 0] : [cover, row * count]
    mixTileColors({ out, below, cover: rowCover, at, coverAt, count }, inks, row * count)
  }
  return canonical(pixels, 4, base)
}

function fullOf(grid: TileGrid, index: number): Tile | null {
  const { widthPx, heightPx } = tileRect(grid, index)
  if (widthPx === tilePx && heightPx === tilePx) return fullTile
  const pixels = new Uint8Array(tileBytes).fill(255)
  clearOutside(grid, index, pixels, 1)
  return canonical(pixels, 1, null)
}

function sizeOf({ widthPx, heightPx }: Rect): { widthPx: number; heightPx: number } {
  return { widthPx, heightPx }
}

/** @param part in the tile's own coordinates */
function combinePart(
  into: Uint8Array,
  base: Uint8Array | null,
  part: Rect,
  cover: Uint8Array | 'full',
  mode: CombineMode,
): void {
  for (let row = 0; row < part.heightPx; row++) {
    const from = row * part.widthPx
    const to = (part.y + row) * tilePx + part.x
    const shape = cover === 'full' ? fullRow.subarray(0, part.widthPx) : cover.subarray(from, from + part.widthPx)
    // On an empty base, adding gives the shape and other modes give nothing.
    if (mode === 'replace' || (mode === 'add' && base === null)) into.set(shape, to)
    else if (base !== null) combineRow(into, base, to, shape, mode)
  }
}

function combineRow(
  into: Uint8Array,
  base: Uint8Array,
  at: number,
  shape: Uint8Array,
  mode: Exclude<CombineMode, 'replace'>,
): void {
  switch (mode) {
    case 'add':
      for (let i = 0; i < shape.length; i++) into[at + i] = Math.max(base[at + i]!, shape[i]!)
      return
    case 'subtract':
      for (let i = 0; i < shape.length; i++) into[at + i] = Math.min(base[at + i]!, 255 - shape[i]!)
      return
    case 'intersect':
      for (let i = 0; i < shape.length; i++) into[at + i] = Math.min(base[at + i]!, shape[i]!)
  }
}
