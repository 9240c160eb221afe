import type { DocumentState } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { automaticEdge, type EditIntent } from '../../../shared/domain/edit.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { History } from '../document/history.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'
import { findSurface, toLayerInfo, toMaskInfo } from '../document/surfaces.ts'
import { boundsOfMasks } from '../raster/flatten-masks.ts'
import type { Scene } from '../tools/tool.ts'
import type { CanvasState } from './create-canvas-store.ts'

/** Panel state of a document's pixels and structure. */
export function documentState(doc: CanvasDoc, raster: Raster, targetId: string) {
  const maskBounds = boundsOfMasks(doc, raster)
  const target = paintTargetOf(doc, targetId)
  const surface = findSurface(doc, target.targetId)
  return {
    ...target,
    size: doc.size,
    baseId: doc.baseId,
    masks: doc.masks.map(toMaskInfo),
    layers: doc.layers.map(toLayerInfo),
    sampling: doc.samplingMode,
    frame: doc.frame,
    markup: doc.markup,
    maskBounds,
    hasMask: maskBounds !== null,
    hasSampling: !raster.isEmpty(doc.sampling),
    isTargetEmpty: surface === null || raster.isEmpty(surface),
  }
}

/** Panel state of the document after a step. Increments the counters of whatever changed. */
export function stepState(
  state: CanvasState,
  previous: CanvasDoc,
  history: History,
  raster: Raster,
): Partial<CanvasState> {
  const { undoLabel, redoLabel, doc } = history
  const areMasksNew = doc.masks !== previous.masks && !areSame(previous.masks, doc.masks)
  const isSamplingNew = doc.sampling !== previous.sampling || doc.samplingMode !== previous.samplingMode
  const areLayersNew = !areSame(previous.layers, doc.layers)
  const next = documentState(doc, raster, state.targetId)
  return {
    ...next,
    // Unchanged lists keep their identity, so panels do not re-render with every stroke.
    masks: areSame(state.masks, next.masks) ? state.masks : next.masks,
    layers: areSame(state.layers, next.layers) ? state.layers : next.layers,
    undoLabel,
    redoLabel,
    canUndo: undoLabel !== null,
    canRedo: redoLabel !== null,
    maskRevision: state.maskRevision + (areMasksNew ? 1 : 0),
    samplingRevision: state.samplingRevision + (isSamplingNew ? 1 : 0),
    layerRevision: state.layerRevision + (areLayersNew ? 1 : 0),
  }
}

/** Entries are recreated with each step, so compare their fields. */
function areSame<T extends object>(previous: readonly T[], next: readonly T[]): boolean {
  if (previous.length !== next.length) return false
  return previous.every((entry, index) => {
    const counterpart = next[index]!
    const keys = Object.keys(counterpart) as (keyof T)[]
    return keys.every((key) => entry[key] === counterpart[key])
  })
}

/** Everything but pixels, as written to disk. */
export function stateToSave(doc: CanvasDoc, state: CanvasState): DocumentState {
  const { edge, isEdgeAutomatic, intent, box, prompts, targetId } = state
  return {
    version: 1,
    size: doc.size,
    masks: doc.masks.map(toMaskInfo),
    layers: doc.layers.map(toLayerInfo),
    targetId,
    sampling: doc.samplingMode,
    frame: doc.frame,
    edit: { intent, isEdgeAutomatic, ...edge, box },
    ...(doc.markup.marks.length > 0 && { markup: { ...doc.markup, marks: [...doc.markup.marks] } }),
    words: prompts,
  }
}

/** Type of a target; a missing ID falls back to the first mask. */
export function paintTargetOf(
  doc: CanvasDoc,
  id: string,
): { readonly targetId: string; readonly targetKind: Scene['target'] } {
  if (id === samplingSurfaceId && doc.samplingMode === 'painted') return { targetId: id, targetKind: 'sampling' }
  const layer = doc.layers.find((each) => each.id === id)
  if (layer !== undefined) return { targetId: id, targetKind: layer.kind }
  const mask = doc.masks.find((each) => each.id === id) ?? doc.masks[0]
  return { targetId: mask?.id ?? id, targetKind: 'mask' }
}

export interface EdgeFacts {
  readonly intent: EditIntent
  readonly isLocalFill: boolean
  readonly strength: number
}

export function edgeFor({ intent, isLocalFill, strength }: EdgeFacts, bounds: Size | null): MaskEdge {
  return automaticEdge(intent, bounds, { isLocalFill, strength })
}
