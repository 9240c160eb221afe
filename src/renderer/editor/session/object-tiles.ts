import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { boundsOf, coverageOf, type ObjectMask } from '../../../shared/util/mask/object-mask.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { TileMap } from '../document/raster.ts'
import { FrameYielder } from '../raster/frame-yielder.ts'
import { createTileGrid, forEachTileIn, tileRect } from '../raster/tile-grid.ts'
import { copyPart } from '../raster/tile-content.ts'

/** An object's coverage as tiles of a mask. In slices: a large object must not block the window. */
export async function toObjectTiles(
  mask: ObjectMask,
  size: Size,
  isAntialiased: boolean,
  signal: AbortSignal,
): Promise<TileMap> {
  const grid = createTileGrid(size)
  const tiles = new Map<number, Uint8Array>()
  const bounds = boundsOf(mask, size)
  const parts: { readonly index: number; readonly part: Rect }[] = []
  if (bounds !== null) forEachTileIn(grid, bounds, (index) => parts.push({ index, part: tileRect(grid, index) }))
  const yielder = new FrameYielder()
  for (const { index, part } of parts) {
    const coverage = coverageOf(mask, size, part, isAntialiased)
    const pixels = new Uint8Array(tilePx * tilePx)
    const stored = { x: part.x, y: part.y, widthPx: tilePx, heightPx: tilePx }
    copyPart(part, 1, { pixels: coverage, rect: part }, { pixels, rect: stored })
    tiles.set(index, pixels)
    await yielder.pause()
    throwIfAborted(signal)
  }
  return tiles
}

/** Whatever one of the objects covers. */
export function uniteTiles(maps: readonly TileMap[]): TileMap {
  const united = new Map<number, Uint8Array>()
  for (const [index, pixels] of maps.flatMap((map) => [...map])) {
    if (pixels === null) continue
    const known = united.get(index)
    united.set(index, known === undefined ? pixels : known.map((value, at) => Math.max(value, pixels[at]!)))
  }
  return united
}
