import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { MaskRaster } from './mask-raster.ts'
import type { CanvasDoc, Layers, RasterRef } from './model.ts'

export function mapLayers<T>(layers: Layers, change: (ref: RasterRef, layer: MaskLayer) => T): Record<MaskLayer, T> {
  return { mask: change(layers.mask, 'mask'), sampling: change(layers.sampling, 'sampling') }
}

export function retainLayers(layers: Layers, raster: MaskRaster): Layers {
  return mapLayers(layers, (ref) => raster.retain(ref))
}

export function releaseLayers(layers: Layers, raster: MaskRaster): void {
  raster.release(layers.mask)
  raster.release(layers.sampling)
}

/** The document with one layer exchanged, which it takes over; the other is retained once more. */
export function withLayer(doc: CanvasDoc, layer: MaskLayer, ref: RasterRef, raster: MaskRaster): CanvasDoc {
  return { ...doc, ...mapLayers(doc, (old, each) => (each === layer ? ref : raster.retain(old))) }
}
