import type { DocumentState } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { automaticEdge } from '../../../shared/domain/edit-defaults.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { CanvasDoc } from '../document/model.ts'
import { toLayerInfo, toMaskInfo } from '../document/surfaces.ts'
import type { Scene } from '../tools/tool.ts'
import type { CanvasState } from './create-canvas-store.ts'

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
