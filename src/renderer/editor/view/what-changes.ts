import type { CanvasState } from '../session/create-canvas-store.ts'

type Keys = readonly (keyof CanvasState)[]

const everywhere: Keys = ['viewport', 'viewSize', 'size', 'isOriginalHeld']

/** State each layer of the view depends on: nothing else causes a redraw. */
export const imageKeys: Keys = [...everywhere, 'baseId', 'layers', 'layerRevision', 'frame']
export const maskKeys: Keys = [
  ...everywhere,
  'masks',
  'maskRevision',
  'sampling',
  'samplingRevision',
  'edge',
  'overlay',
  'targetId',
  'isPainting',
]
export const overlayKeys: Keys = [
  ...everywhere,
  'brush',
  'activeTool',
  'tool',
  'targetKind',
  'targetId',
  'layers',
  'frame',
  'markup',
  'markupTool',
  'plannedBox',
  'preview',
  'shownObject',
  'cloneFrom',
]

export function hasChanged(state: CanvasState, previous: CanvasState, keys: Keys): boolean {
  return keys.some((key) => state[key] !== previous[key])
}
