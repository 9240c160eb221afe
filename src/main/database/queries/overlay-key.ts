import { createHash } from 'node:crypto'
import type { LayerInfo, StoredTile } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'

/** Goes up when the same layers give other pixels. */
const composeVersion = 1

/** The same for everything that gives the same pixels: names, and what is hidden, do not count. */
export function overlayKey(baseId: AssetId, layers: readonly LayerInfo[], tiles: readonly StoredTile[]): string {
  const hash = createHash('sha256')
  const add = (value: unknown): void => void hash.update(JSON.stringify(value)).update('\n')
  add([composeVersion, baseId])
  for (const layer of layers) {
    add(layer.kind === 'picture' ? [layer.opacity, layer.assetId, layer.placement] : [layer.opacity])
    if (layer.kind !== 'paint') continue
    for (const { surfaceId, column, row, deflated } of tiles) {
      if (surfaceId !== layer.id || deflated === null) continue
      add([column, row, deflated.length])
      hash.update(deflated)
    }
  }
  return hash.digest('hex')
}
