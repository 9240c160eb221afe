import { mask } from '../messages/en/layered-files.ts'
import type { MaskEdge } from '../util/effective-mask.ts'
import type { Size } from '../util/geometry.ts'
import type { DocumentState } from './canvas-document.ts'
import { maskTints } from './mask-tints.ts'

/** The initial mask of every document. */
export const firstMaskId = 'mask-1'
/** Default grow and feather of the settings: left unchanged, they follow from mask and intent. */
export const untouchedEdge: MaskEdge = { growPx: 4, featherPx: 4 }

/** Returns the state of a newly opened image: one empty mask, no layers. */
export function newDocumentState(size: Size, edge: MaskEdge = untouchedEdge): DocumentState {
  return {
    version: 1,
    size: { widthPx: size.widthPx, heightPx: size.heightPx },
    masks: [{ id: firstMaskId, name: mask, tint: maskTints[0], strength: 1, isOn: true }],
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
