import type { MaskEdge } from '../util/effective-mask.ts'
import type { Size } from '../util/geometry.ts'
import type { DocumentState } from './canvas-document.ts'

/** The mask every document begins with. */
export const firstMaskId = 'mask-1'
/** Grow and soft edge of the settings as they come: whoever leaves them there has them follow from mask and intent. */
export const untouchedEdge: MaskEdge = { growPx: 4, featherPx: 4 }

/** A picture as it is opened: one empty mask, nothing over the base. */
export function newDocumentState(size: Size, edge: MaskEdge = untouchedEdge): DocumentState {
  return {
    version: 1,
    size: { widthPx: size.widthPx, heightPx: size.heightPx },
    masks: [{ id: firstMaskId, name: 'Mask', tint: '#ff4d5e', strength: 1, isOn: true }],
    layers: [],
    targetId: firstMaskId,
    sampling: 'automatic',
    frame: null,
    edit: {
      intent: 'fill',
      isEdgeAutomatic: edge.growPx === untouchedEdge.growPx && edge.featherPx === untouchedEdge.featherPx,
      growPx: edge.growPx,
      featherPx: edge.featherPx,
      box: null,
    },
    words: { prompt: '', negativePrompt: '' },
  }
}
