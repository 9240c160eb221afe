import type { History } from '../document/history.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { Raster } from '../document/raster.ts'
import { findSurface, toLayerInfo, toMaskInfo } from '../document/surfaces.ts'
import { boundsOfMasks } from '../raster/flatten-masks.ts'
import type { CanvasState } from './create-canvas-store.ts'
import { paintTargetOf } from './document-settings.ts'

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
    maskBounds,
    hasMask: maskBounds !== null,
    hasSampling: !raster.isEmpty(doc.sampling),
    isTargetEmpty: surface === null || raster.isEmpty(surface),
  }
}

/** Panel state of the document after a step. Increments the counters of whatever changed. */
export function stepState(
  state: CanvasState,
  before: CanvasDoc,
  history: History,
  raster: Raster,
): Partial<CanvasState> {
  const { undoLabel, redoLabel, doc } = history
  const areMasksNew = doc.masks !== before.masks && !areSame(before.masks, doc.masks)
  const isSamplingNew = doc.sampling !== before.sampling || doc.samplingMode !== before.samplingMode
  const areLayersNew = !areSame(before.layers, doc.layers)
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
function areSame<T extends object>(before: readonly T[], after: readonly T[]): boolean {
  if (before.length !== after.length) return false
  return before.every((entry, index) => {
    const other = after[index]!
    const keys = Object.keys(other) as (keyof T)[]
    return keys.every((key) => entry[key] === other[key])
  })
}
