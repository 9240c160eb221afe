import type { LayerInfo, MaskInfo, SamplingMode } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { moveMark } from '../../../shared/domain/mark-geometry.ts'
import type { CanvasDoc, LayerEntry, MaskEntry, Markup, RasterRef } from './model.ts'
import type { ColorSource, CombineMode, CoverageSource, Raster, Slices } from './raster.ts'
import { mapSurfaces, requireSurface, retainDoc, withSurface } from './surfaces.ts'

/** The only way to change a document in a single step; strokes use a gesture. */
export interface DocumentCommand {
  readonly label: string
  /** The returned document owns its surfaces: new revisions, or the old ones retained once more. */
  run(doc: CanvasDoc, raster: Raster): CanvasDoc
}

/** A single step that may take longer than a frame. The document does not change until the step is complete. */
export interface SlicedCommand {
  readonly label: string
  /** As for `DocumentCommand`. */
  run(doc: CanvasDoc, raster: Raster): Slices<CanvasDoc>
}

/** Replaces the pixels of one surface. */
function change(label: string, id: string, next: (ref: RasterRef, raster: Raster) => RasterRef): DocumentCommand {
  return { label, run: (doc, raster) => withSurface(doc, id, next(requireSurface(doc, id), raster), raster) }
}

/** Replaces the pixels of one surface, one slice at a time. */
function changeSliced(
  label: string,
  id: string,
  next: (ref: RasterRef, raster: Raster) => Slices<RasterRef>,
): SlicedCommand {
  return {
    label,
    *run(doc, raster) {
      return withSurface(doc, id, yield* next(requireSurface(doc, id), raster), raster)
    },
  }
}

/** Changes document properties other than pixels. */
function describe(label: string, next: (doc: CanvasDoc) => CanvasDoc): DocumentCommand {
  return { label, run: (doc, raster) => next(retainDoc(doc, raster)) }
}

export function invertSurface(id: string, label: string): SlicedCommand {
  return changeSliced(label, id, (ref, raster) => raster.inverting(ref))
}

export function clearSurface(id: string, label: string): DocumentCommand {
  return change(label, id, (ref, raster) => raster.empty(ref.size, ref.channels))
}

/** @param ref of the document's size; retained */
export function exchangeSurface(id: string, ref: RasterRef, label: string): DocumentCommand {
  return change(label, id, (_, raster) => raster.retain(ref))
}

export function combineSurface(id: string, source: CoverageSource, mode: CombineMode, label: string): SlicedCommand {
  return changeSliced(label, id, (ref, raster) => raster.combining(ref, source, mode))
}

/** Paints a color over a color surface. */
export function inkSurface(id: string, through: CoverageSource, ink: ColorSource, label: string): DocumentCommand {
  return change(label, id, (ref, raster) => raster.color(ref, through, ink))
}

export function changeSampling(samplingMode: SamplingMode): DocumentCommand {
  const label = samplingMode === 'painted' ? messages.manualSamplingArea : messages.automaticSamplingArea
  return describe(label, (doc) => ({ ...doc, samplingMode }))
}

// Masks

export function addMask(info: MaskInfo, pixels: RasterRef | null, label: string): DocumentCommand {
  return {
    label,
    run: (doc, raster) => {
      const surface = pixels === null ? raster.empty(doc.size, 1) : raster.retain(pixels)
      const kept = retainDoc(doc, raster)
      return { ...kept, masks: [...kept.masks, { ...info, pixels: surface }] }
    },
  }
}

export function removeMask(id: string): DocumentCommand {
  return {
    label: messages.deleteMask,
    run: (doc, raster) => retainDoc({ ...doc, masks: doc.masks.filter((mask) => mask.id !== id) }, raster),
  }
}

export function changeMaskInfo(id: string, info: Partial<Omit<MaskInfo, 'id'>>, label: string): DocumentCommand {
  const next = (mask: MaskEntry): MaskEntry => (mask.id === id ? { ...mask, ...info } : mask)
  return describe(label, (doc) => ({ ...doc, masks: doc.masks.map(next) }))
}

// Layers

export function addLayer(info: LayerInfo, at: number, pixels: RasterRef | null, label: string): DocumentCommand {
  return {
    label,
    run: (doc, raster) => {
      const kept = retainDoc(doc, raster)
      return { ...kept, layers: kept.layers.toSpliced(at, 0, toEntry(info, kept.size, pixels, raster)) }
    },
  }
}

function toEntry(info: LayerInfo, size: Size, pixels: RasterRef | null, raster: Raster): LayerEntry {
  if (info.kind === 'picture') return info
  return { ...info, pixels: pixels === null ? raster.empty(size, 4) : raster.retain(pixels) }
}

export function removeLayer(id: string): DocumentCommand {
  return {
    label: messages.deleteLayer,
    run: (doc, raster) => retainDoc({ ...doc, layers: doc.layers.filter((layer) => layer.id !== id) }, raster),
  }
}

export type LayerChange = Partial<Pick<LayerInfo, 'name' | 'isVisible' | 'opacity'>> & {
  readonly placement?: Extract<LayerInfo, { kind: 'picture' }>['placement']
}

/** Returns the document with one layer's properties changed; surface ownership does not change. */
export function describeLayer(doc: CanvasDoc, id: string, { placement, ...common }: LayerChange): CanvasDoc {
  const next = (layer: LayerEntry): LayerEntry => {
    if (layer.id !== id) return layer
    if (layer.kind === 'paint') return { ...layer, ...common }
    return { ...layer, ...common, placement: placement ?? layer.placement }
  }
  return { ...doc, layers: doc.layers.map(next) }
}

export function changeLayerInfo(id: string, info: LayerChange, label: string): DocumentCommand {
  return describe(label, (doc) => describeLayer(doc, id, info))
}

export function moveLayer(id: string, to: number): DocumentCommand {
  return describe(messages.reorderLayer, (doc) => {
    const from = doc.layers.findIndex((layer) => layer.id === id)
    const layer = doc.layers[from]
    if (layer === undefined) return doc
    return { ...doc, layers: doc.layers.toSpliced(from, 1).toSpliced(to, 0, layer) }
  })
}

// Extent

export function changeFrame(frame: Rect | null): DocumentCommand {
  return describe(frame === null ? messages.removeFrame : messages.frame, (doc) => ({ ...doc, frame }))
}

export interface NewExtent {
  readonly label: string
  readonly baseId: AssetId
  readonly size: Size
  /** Position of the old extent's corner in the new one. */
  readonly offset: Point
  /** Visible layers are merged into the new base. */
  readonly hasLayers: boolean
  /** The repainted area no longer needs a mask. */
  readonly isMaskDone: boolean
  /** The image was made as the marks say. */
  readonly isMarkupDone?: boolean
}

/** Replaces the base with another image; painted surfaces stay aligned with the content both images share. */
export function exchangeBase({
  label,
  baseId,
  size,
  offset,
  hasLayers,
  isMaskDone,
  isMarkupDone,
}: NewExtent): DocumentCommand {
  return {
    label,
    run: (doc, raster) => {
      const layers = hasLayers ? doc.layers.filter((layer) => !layer.isVisible) : doc.layers
      const isCleared = (id: string) => isMaskDone && doc.masks.some((mask) => mask.id === id && mask.isOn)
      const next = mapSurfaces({ ...doc, layers }, (ref, id) => {
        if (isCleared(id)) return raster.empty(size, ref.channels)
        return isSameExtent(doc.size, size, offset) ? raster.retain(ref) : raster.moved(ref, size, offset)
      })
      return {
        ...next,
        size,
        baseId,
        frame: null,
        origin: { x: doc.origin.x - offset.x, y: doc.origin.y - offset.y },
        layers: next.layers.map((layer) => movedLayer(layer, offset)),
        markup: {
          ...doc.markup,
          marks: isMarkupDone ? [] : doc.markup.marks.map((mark) => moveMark(mark, offset)),
        },
      }
    },
  }
}

function isSameExtent(from: Size, to: Size, offset: Point): boolean {
  const isSameSize = from.widthPx === to.widthPx && from.heightPx === to.heightPx
  return isSameSize && offset.x === 0 && offset.y === 0
}

function movedLayer(layer: LayerEntry, { x, y }: Point): LayerEntry {
  if (layer.kind === 'paint') return layer
  const { centreX, centreY } = layer.placement
  return { ...layer, placement: { ...layer.placement, centreX: centreX + x, centreY: centreY + y } }
}

// Markup

export function changeMarkup(label: string, markup: Markup): DocumentCommand {
  return describe(label, (doc) => ({ ...doc, markup }))
}

/** Name of a surface in labels. */
export function nameOfSurface(doc: CanvasDoc, id: string): string {
  if (id === samplingSurfaceId) return messages.samplingArea
  if (doc.masks.some((mask) => mask.id === id)) return 'mask'
  return 'layer'
}
