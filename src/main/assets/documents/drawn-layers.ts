import type { LayerInfo, StoredTile } from '../../../shared/domain/canvas-document.ts'
import type { ComposeLayer } from '../../imaging/imaging.ts'
import type { DocumentsContext } from './documents-context.ts'

/**
 * Returns layers with the paths of their images and their painted tiles. @throws storage/not-found for a missing image
 */
export async function drawnLayers(
  { assets }: Pick<DocumentsContext, 'assets'>,
  layers: readonly LayerInfo[],
  tiles: readonly StoredTile[],
): Promise<ComposeLayer[]> {
  const bySurface = Map.groupBy(tiles, ({ surfaceId }) => surfaceId)
  const drawn: ComposeLayer[] = []
  for (const layer of layers) {
    if (layer.kind === 'picture') {
      const { path } = await assets.files.locate(layer.assetId, 'original')
      drawn.push({ kind: 'picture', path, opacity: layer.opacity, placement: layer.placement })
    } else drawn.push({ kind: 'paint', opacity: layer.opacity, tiles: paintedTiles(bySurface.get(layer.id) ?? []) })
  }
  return drawn
}

export interface PaintedTile {
  readonly column: number
  readonly row: number
  readonly deflated: Uint8Array
}

export function paintedTiles(tiles: readonly StoredTile[]): PaintedTile[] {
  return tiles.flatMap(({ column, row, deflated }) => (deflated === null ? [] : [{ column, row, deflated }]))
}
