import { maskTilePx, type StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { MaskRaster, MaskTile } from '../document/mask-raster.ts'
import { Breather } from './breather.ts'
import { deflate, inflate } from './deflate.ts'
import { tileBytes } from './tile.ts'
import { TileRaster } from './tile-raster.ts'
import type { Layers } from '../document/model.ts'

/** The tiles of a layer as they are kept on disk, for those whose object is not the one in `known`. */
export async function encodeTiles(
  raster: MaskRaster,
  layer: MaskLayer,
  tiles: readonly (MaskTile | null)[],
  known: readonly (MaskTile | null)[],
): Promise<StoredTile[]> {
  const stored: StoredTile[] = []
  const breather = new Breather()
  let full: Uint8Array<ArrayBuffer> | null = null
  for (let index = 0; index < tiles.length; index++) {
    const tile = tiles[index] ?? null
    if (tile === (known[index] ?? null)) continue
    const column = index % raster.columns
    const row = Math.floor(index / raster.columns)
    if (tile === null) stored.push({ layer, column, row, deflated: null })
    else if (tile.isFull) stored.push({ layer, column, row, deflated: (full ??= await deflate(raster.coverage(tile))) })
    else stored.push({ layer, column, row, deflated: await deflate(raster.coverage(tile)) })
    await breather.pause()
  }
  return stored
}

/** A raster from what was on disk. Damaged tiles are an error: half a mask would repaint the wrong place. */
export async function openRaster(
  size: Size,
  stored: readonly StoredTile[],
): Promise<{ raster: TileRaster; layers: Layers }> {
  const raster = new TileRaster(size)
  const pixels = { mask: new Map<number, Uint8Array>(), sampling: new Map<number, Uint8Array>() }
  for (const tile of stored) {
    if (tile.deflated === null || tile.column >= raster.columns || tile.row >= raster.rows) continue
    pixels[tile.layer].set(tile.row * raster.columns + tile.column, await inflateTile(tile.deflated))
  }
  const layers = { mask: raster.fromPixels(pixels.mask), sampling: raster.fromPixels(pixels.sampling) }
  return { raster, layers }
}

async function inflateTile(deflated: Uint8Array): Promise<Uint8Array> {
  const message = 'A part of the saved mask is damaged. The picture itself is not affected: paint the mask again.'
  let pixels: Uint8Array
  try {
    pixels = await inflate(deflated, tileBytes)
  } catch (cause) {
    throw new AppError('storage/corrupt', message, { cause })
  }
  if (pixels.length !== maskTilePx * maskTilePx) throw new AppError('storage/corrupt', message)
  return pixels
}
