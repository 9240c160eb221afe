import type { History } from '../document/history.ts'
import type { MaskRaster } from '../document/mask-raster.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { CanvasState } from './create-canvas-store.ts'

/** What panels show of the document after a step. The counters go up for the layer that changed. */
export function stepState(
  state: CanvasState,
  before: CanvasDoc,
  history: History,
  raster: MaskRaster,
): Partial<CanvasState> {
  const { undoLabel, redoLabel, doc } = history
  const isMaskNew = doc.mask !== before.mask
  const isSamplingNew = doc.sampling !== before.sampling || doc.samplingMode !== before.samplingMode
  return {
    baseId: doc.baseId,
    sampling: doc.samplingMode,
    target: doc.samplingMode === 'painted' ? state.target : 'mask',
    hasMask: !raster.isEmpty(doc.mask),
    hasSampling: !raster.isEmpty(doc.sampling),
    undoLabel,
    redoLabel,
    canUndo: undoLabel !== null,
    canRedo: redoLabel !== null,
    maskRevision: state.maskRevision + (isMaskNew ? 1 : 0),
    samplingRevision: state.samplingRevision + (isSamplingNew ? 1 : 0),
  }
}
