import type { StoredTile } from '../../../shared/domain/canvas-document.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import type { Raster, RasterTile, TileMap } from '../document/raster.ts'
import { inflate } from './deflate.ts'
import type { PackingWork } from './off-thread/packing-work.ts'
import { bytesOfTile } from './tile.ts'
import { createTileGrid } from './tile-grid.ts'

/** Tiles copied and packed at a time: a megabyte of coverage, four of color. */
const tilesAtOnce = 16

/** Encodes for disk the tiles of a surface that are not the same objects as in `known`. */
export async function encodeTiles(
  raster: Pick<Raster, 'pixels'>,
  surfaceId: string,
  size: Size,
  tiles: readonly (RasterTile | null)[],
  known: readonly (RasterTile | null)[],
  work: Pick<PackingWork, 'deflate'>,
): Promise<StoredTile[]> {
  const { columns } = createTileGrid(size)
  const stored: StoredTile[] = []
  const placeOf = (index: number) => ({ surfaceId, column: index % columns, row: Math.floor(index / columns) })
  const changed: (readonly [index: number, tile: RasterTile])[] = []
  for (let index = 0; index < Math.max(tiles.length, known.length); index++) {
    const tile = tiles[index] ?? null
    if (tile === (known[index] ?? null)) continue
    if (tile === null) stored.push({ ...placeOf(index), deflated: null })
    else changed.push([index, tile])
  }
  const full = changed.find(([, tile]) => tile.isFull)
  const packedFull = full === undefined ? [] : await work.deflate([raster.pixels(full[1])])
  for (const [index, { isFull }] of changed) if (isFull) stored.push({ ...placeOf(index), deflated: packedFull[0]! })
  const others = changed.filter(([, { isFull }]) => !isFull)
  for (let at = 0; at < others.length; at += tilesAtOnce) {
    const part = others.slice(at, at + tilesAtOnce)
    const packed = await work.deflate(part.map(([, tile]) => raster.pixels(tile)))
    part.forEach(([index], i) => stored.push({ ...placeOf(index), deflated: packed[i]! }))
  }
  return stored
}

/** Decodes the tiles of one surface from disk. Damaged ones are an error: half a mask would repaint the wrong place. */
export async function decodeStoredTiles(
  stored: readonly StoredTile[],
  surfaceId: string,
  size: Size,
  channels: RasterRef['channels'],
): Promise<TileMap> {
  const { columns, rows } = createTileGrid(size)
  const tiles = new Map<number, Uint8Array>()
  for (const tile of stored) {
    if (tile.surfaceId !== surfaceId || tile.deflated === null) continue
    if (tile.column >= columns || tile.row >= rows) continue
    tiles.set(tile.row * columns + tile.column, await inflateTile(tile.deflated, bytesOfTile(channels)))
  }
  return tiles
}

async function inflateTile(deflated: Uint8Array, lengthBytes: number): Promise<Uint8Array> {
  const message = messages.paintingDamaged
  let pixels: Uint8Array
  try {
    pixels = await inflate(deflated, lengthBytes)
  } catch (cause) {
    throw new AppError('storage/corrupt', message, { cause })
  }
  if (pixels.length !== lengthBytes) {
    throw new AppError('storage/corrupt', message)
  }
  return pixels
}
