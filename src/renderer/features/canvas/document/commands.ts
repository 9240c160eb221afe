import type { SamplingMode } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { retainLayers, withLayer } from './layers.ts'
import type { MaskRaster, PaintMode } from './mask-raster.ts'
import type { CanvasDoc, RasterRef } from './model.ts'

/** The one way to change a document in a single step; strokes go through a gesture. */
export interface Command {
  readonly label: string
  /** The returned document owns its layers: new revisions, or the old ones retained once more. */
  run(doc: CanvasDoc, raster: MaskRaster): CanvasDoc
}

const names: Readonly<Record<MaskLayer, string>> = { mask: 'mask', sampling: 'sampling area' }

export function invertLayer(layer: MaskLayer): Command {
  return {
    label: `Invert ${names[layer]}`,
    run: (doc, raster) => withLayer(doc, layer, raster.invert(doc[layer]), raster),
  }
}

export function clearLayer(layer: MaskLayer): Command {
  return { label: `Clear ${names[layer]}`, run: (doc, raster) => withLayer(doc, layer, raster.empty(), raster) }
}

export function replaceLayer(layer: MaskLayer, ref: RasterRef): Command {
  return {
    label: `Bring ${names[layer]} back`,
    run: (doc, raster) => withLayer(doc, layer, raster.retain(ref), raster),
  }
}

export function paintRect(layer: MaskLayer, rect: Rect, mode: PaintMode): Command {
  return {
    label: mode === 'paint' ? `Add a rectangle to the ${names[layer]}` : `Take a rectangle from the ${names[layer]}`,
    run: (doc, raster) => withLayer(doc, layer, raster.paintRect(doc[layer], rect, mode), raster),
  }
}

export function changeSampling(samplingMode: SamplingMode): Command {
  return {
    label: samplingMode === 'painted' ? 'Painted sampling area' : 'Automatic sampling area',
    run: (doc, raster) => ({ ...doc, ...retainLayers(doc, raster), samplingMode }),
  }
}

/** Keeping a result is one step: it becomes the base and the mask that made it goes. */
export function keepResult(baseId: AssetId): Command {
  return {
    label: 'Keep result',
    run: (doc, raster) => ({ ...withLayer(doc, 'mask', raster.empty(), raster), baseId }),
  }
}
