import { AppError } from '../../../../shared/errors/index.ts'
import type { RasterRef } from '../../document/model.ts'
import type { Raster, TileMap } from '../../document/raster.ts'
import type { SentTile } from '../off-thread/coverage-tiles.ts'
import { openWork, type PixelWork } from '../off-thread/open-work.ts'
import type { RefineOperation } from './refine-tiles.ts'

/** Tiles copied at a time: 2 MB, well under a frame. */
const tilesAtOnce = 32

/**
 * Refines a whole mask. The mask is copied tile by tile meanwhile, so `ref` must be retained until this resolves.
 * @returns the tiles that change, as `Raster.withTiles` expects them
 * @throws AppError request/cancelled when aborted
 */
export async function refine(
  raster: Pick<Raster, 'tiles' | 'pixels'>,
  ref: RasterRef,
  operation: RefineOperation,
  signal: AbortSignal,
): Promise<TileMap> {
  const work = openWork(signal)
  try {
    await work.call('refine.begin', ref.size)
    await sendTiles(raster, ref, work)
    return new Map(await work.call('refine.run', operation))
  } finally {
    work.close()
  }
}

async function sendTiles(raster: Pick<Raster, 'tiles' | 'pixels'>, ref: RasterRef, work: PixelWork): Promise<void> {
  if (ref.channels !== 1) throw new AppError('internal/bug', 'Only masks can be refined, not colors.')
  let sent: SentTile[] = []
  for (const [index, tile] of raster.tiles(ref).entries()) {
    if (tile === null) continue
    sent.push([index, tile.isFull ? 'full' : raster.pixels(tile).slice()])
    if (sent.length < tilesAtOnce) continue
    await work.call('refine.tiles', sent)
    sent = []
  }
  if (sent.length > 0) await work.call('refine.tiles', sent)
}
