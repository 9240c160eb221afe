import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { MaskRaster, PaintMode } from './mask-raster.ts'
import type { CanvasDoc, RasterRef } from './model.ts'

/** The one way to change a document in a single step; strokes go through a gesture. */
export interface Command {
  readonly label: string
  /** The returned document owns its mask: a new revision, or the old one retained once more. */
  run(doc: CanvasDoc, raster: MaskRaster): CanvasDoc
}

export const invertMask: Command = {
  label: 'Invert mask',
  run: (doc, raster) => ({ ...doc, mask: raster.invert(doc.mask) }),
}

export const clearMask: Command = {
  label: 'Clear mask',
  run: (doc, raster) => ({ ...doc, mask: raster.empty() }),
}

export function replaceMask(mask: RasterRef): Command {
  return { label: 'Bring mask back', run: (doc, raster) => ({ ...doc, mask: raster.retain(mask) }) }
}

export function paintRect(rect: Rect, mode: PaintMode): Command {
  return {
    label: mode === 'paint' ? 'Mask a rectangle' : 'Unmask a rectangle',
    run: (doc, raster) => ({ ...doc, mask: raster.paintRect(doc.mask, rect, mode) }),
  }
}

/** Keeping a result is one step: it becomes the base and the mask that made it goes. */
export function keepResult(baseId: AssetId): Command {
  return { label: 'Keep result', run: (doc, raster) => ({ ...doc, baseId, mask: raster.empty() }) }
}
