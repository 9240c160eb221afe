import type { LayerInfo, MaskInfo } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { CanvasDoc, LayerEntry, MaskEntry, RasterRef } from './model.ts'
import type { Raster } from './raster.ts'

/** The painted surfaces of a document by ID. */
export function surfacesOf(doc: CanvasDoc): ReadonlyMap<string, RasterRef> {
  const surfaces = new Map<string, RasterRef>([[samplingSurfaceId, doc.sampling]])
  for (const mask of doc.masks) surfaces.set(mask.id, mask.pixels)
  for (const layer of doc.layers) if (layer.kind === 'paint') surfaces.set(layer.id, layer.pixels)
  return surfaces
}

export function findSurface(doc: CanvasDoc, id: string): RasterRef | null {
  return surfacesOf(doc).get(id) ?? null
}

export function requireSurface(doc: CanvasDoc, id: string): RasterRef {
  const ref = findSurface(doc, id)
  if (ref === null) throw new AppError('internal/bug', 'There is nothing by that name to paint on.')
  return ref
}

/** Returns the document with every surface replaced by the result of `change`, which the new document owns. */
export function mapSurfaces(doc: CanvasDoc, change: (ref: RasterRef, id: string) => RasterRef): CanvasDoc {
  return {
    ...doc,
    sampling: change(doc.sampling, samplingSurfaceId),
    masks: doc.masks.map((mask) => ({ ...mask, pixels: change(mask.pixels, mask.id) })),
    layers: doc.layers.map((layer) =>
      layer.kind === 'paint' ? { ...layer, pixels: change(layer.pixels, layer.id) } : layer,
    ),
  }
}

/** Returns a copy of the document that holds its own reference to every surface. */
export function retainDoc(doc: CanvasDoc, raster: Raster): CanvasDoc {
  for (const ref of surfacesOf(doc).values()) raster.retain(ref)
  return doc
}

export function releaseDoc(doc: CanvasDoc, raster: Raster): void {
  for (const ref of surfacesOf(doc).values()) raster.release(ref)
}

/** Returns the document with one surface replaced, taking ownership of it; the others are retained once more. */
export function withSurface(doc: CanvasDoc, id: string, ref: RasterRef, raster: Raster): CanvasDoc {
  return mapSurfaces(doc, (old, each) => (each === id ? ref : raster.retain(old)))
}

export function toMaskInfo({ pixels: _pixels, ...info }: MaskEntry): MaskInfo {
  return info
}

export function toLayerInfo(layer: LayerEntry): LayerInfo {
  if (layer.kind === 'picture') return layer
  const { pixels: _pixels, ...info } = layer
  return info
}

/** Reads a frozen copy of the document, however long the read takes. */
export async function withFrozen<T>(
  raster: Raster,
  doc: CanvasDoc,
  read: (frozen: CanvasDoc) => Promise<T>,
): Promise<T> {
  const frozen = mapSurfaces(doc, (ref) => raster.freeze(ref))
  try {
    return await read(frozen)
  } finally {
    releaseDoc(frozen, raster)
  }
}
