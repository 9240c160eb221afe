import { createStore, type StoreApi } from 'zustand/vanilla'
import type { MaskSettings } from '../../../../shared/domain/canvas-document.ts'
import type { Brush } from '../tools/tool.ts'
import { initialViewport, type Viewport, type ViewSize } from './viewport.ts'

export type PaintTool = 'brush' | 'eraser'

/** What panels and the stage show. Pixels, history and pictures are not in here. */
export interface CanvasState {
  readonly tool: PaintTool
  /** The tool under the hand: the chosen one, or a temporary `pan` or `resize-brush`. */
  readonly activeTool: string
  readonly brush: Brush
  /** Grow and soft edge of the effective mask. */
  readonly edge: MaskSettings
  readonly viewport: Viewport
  /** Null until the stage has been laid out. */
  readonly viewSize: ViewSize | null
  readonly isOverlayVisible: boolean
  /** The base is shown without result and mask while true. */
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  readonly hasMask: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  readonly canRestoreMask: boolean
  readonly baseId: string
  /** Goes up with every change of the mask's pixels or its edge. */
  readonly maskRevision: number
  /** `failed`: the last attempt did not reach the disk and is being repeated. */
  readonly saveState: 'saved' | 'pending' | 'failed'
}

export type CanvasStore = StoreApi<CanvasState>

export function createCanvasStore(initial: {
  readonly brush: Brush
  readonly edge: MaskSettings
  readonly baseId: string
  readonly hasMask: boolean
}): CanvasStore {
  return createStore<CanvasState>(() => ({
    ...initial,
    tool: 'brush',
    activeTool: 'brush',
    viewport: initialViewport,
    viewSize: null,
    isOverlayVisible: true,
    isOriginalHeld: false,
    isPainting: false,
    canUndo: false,
    canRedo: false,
    undoLabel: null,
    redoLabel: null,
    canRestoreMask: false,
    maskRevision: 0,
    saveState: 'saved',
  }))
}
