import type { DocumentState, StoredTile } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { CanvasDoc, LayerEntry, MaskEntry, RasterRef } from '../document/model.ts'
import { decodeTiles } from '../raster/tile-storage.ts'
import { TileRaster } from '../raster/tile-raster.ts'

export interface StoredDocument {
  readonly baseId: AssetId
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
}

/** A document with its pixels, as it was on disk. @throws storage/corrupt where tiles are damaged */
export async function openDocument(stored: StoredDocument): Promise<{ raster: TileRaster; doc: CanvasDoc }> {
  const { baseId, state } = stored
  const raster = new TileRaster()
  const open = async (id: string, channels: RasterRef['channels']) =>
    raster.fromTiles(state.size, channels, await decodeTiles(stored.tiles, id, state.size, channels))
  const masks: MaskEntry[] = []
  for (const info of state.masks) masks.push({ ...info, pixels: await open(info.id, 1) })
  const layers: LayerEntry[] = []
  for (const info of state.layers) {
    layers.push(info.kind === 'paint' ? { ...info, pixels: await open(info.id, 4) } : info)
  }
  const doc: CanvasDoc = {
    size: state.size,
    origin: { x: 0, y: 0 },
    baseId,
    masks,
    layers,
    sampling: await open(samplingSurfaceId, 1),
    samplingMode: state.sampling,
    frame: state.frame,
  }
  return { raster, doc }
}
