import { createStore, type StoreApi } from 'zustand/vanilla'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { KeptResult, StudioCanvas, StudioCanvasState } from './studio-canvas.ts'

export interface FakeCanvas extends StudioCanvas {
  readonly store: StoreApi<StudioCanvasState>
  readonly kept: KeptResult[]
}

/** The id of the first sample picture. */
const firstId = assetIdSchema.parse(`01A${'1'.padStart(23, '0')}`)

/** An open picture with something painted on it, for tests. What lies over it is in `composedId`. */
export function createFakeCanvas(change: Partial<StudioCanvasState> = {}, composedId = firstId): FakeCanvas {
  const store = createStore<StudioCanvasState>(() => ({
    size: { widthPx: 600, heightPx: 400 },
    baseId: firstId,
    masks: [{ id: 'mask-1' }],
    targetKind: 'mask',
    sampling: 'automatic',
    frame: null,
    edge: { growPx: 4, featherPx: 8 },
    isEdgeAutomatic: false,
    intent: 'fill',
    edgeHow: { isLocalFill: true, strength: 1 },
    box: null,
    words: { prompt: '', negativePrompt: '' },
    viewport: { zoom: 1 },
    overlay: 'tint',
    isOriginalHeld: false,
    isPainting: false,
    hasMask: true,
    maskBounds: { x: 100, y: 100, widthPx: 200, heightPx: 100 },
    hasSampling: false,
    saveState: 'saved',
    ...change,
  }))
  const kept: KeptResult[] = []
  return {
    id: 'canvas',
    store,
    kept,
    view: { fit: () => undefined, toMask: () => undefined, zoomTo: () => undefined, zoomStep: () => undefined },
    chooseTarget: () => undefined,
    changeSampling: (sampling) => store.setState({ sampling }),
    toggleOverlay: () => store.setState(({ overlay }) => ({ overlay: overlay === 'off' ? 'tint' : 'off' })),
    holdOriginal: (isOriginalHeld) => store.setState({ isOriginalHeld }),
    invert: () => undefined,
    finishStroke: () => store.setState({ isPainting: false }),
    selectSubject: () => Promise.resolve(),
    changeIntent: (intent) => store.setState({ intent }),
    changeFrame: (frame) => store.setState({ frame }),
    extendFrame: () => undefined,
    changeBox: (box) => store.setState({ box }),
    showPlannedBox: () => undefined,
    changeWords: (words) => store.setState((state) => ({ words: { ...state.words, ...words } })),
    keep: (base) => void kept.push(base),
    exportMaskPng: () => Promise.resolve(new Uint8Array([1])),
    exportSamplingPng: () => Promise.resolve(store.getState().hasSampling ? new Uint8Array([2]) : null),
    compose: () => Promise.resolve({ assetId: composedId, hasLayers: composedId !== store.getState().baseId }),
  }
}
