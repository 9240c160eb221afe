import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SamplingMode } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Brush } from '../tools/tool.ts'
import { initialViewport, type Viewport, type ViewSize } from './viewport.ts'

export type PaintTool = 'brush' | 'eraser'

/** What panels and the stage show. Pixels, history and pictures are not in here. */
export interface CanvasState {
  readonly tool: PaintTool
  /** The tool under the hand: the chosen one, or a temporary `pan` or `resize-brush`. */
  readonly activeTool: string
  /** What brush, eraser, invert, clear and rectangle act on. `sampling` only while `sampling` is `painted`. */
  readonly target: MaskLayer
  readonly brush: Brush
  /** Grow and soft edge of the effective mask. */
  readonly edge: MaskEdge
  /** `painted`: the fill copies only from the sampling area. */
  readonly sampling: SamplingMode
  readonly viewport: Viewport
  /** Null until the stage has been laid out. */
  readonly viewSize: ViewSize | null
  readonly isOverlayVisible: boolean
  /** The base is shown without result and mask while true. */
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  readonly hasMask: boolean
  /** Whether anything is painted as sampling area, also while it does not count. */
  readonly hasSampling: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  /** Whether a cleared mask, or sampling area, can be brought back. */
  readonly canRestore: Readonly<Record<MaskLayer, boolean>>
  readonly baseId: AssetId
  /** Goes up with every change of the mask's pixels or its edge. */
  readonly maskRevision: number
  /** Goes up with every change of the sampling area, or of whether it counts. */
  readonly samplingRevision: number
  /** Whether the rectangle is being asked for in numbers. */
  readonly isAskingRectangle: boolean
  /** `failed`: the last attempt did not reach the disk and is being repeated. */
  readonly saveState: 'saved' | 'pending' | 'failed'
}

export type CanvasStore = StoreApi<CanvasState>

export function createCanvasStore(
  initial: Pick<CanvasState, 'brush' | 'edge' | 'sampling' | 'baseId' | 'hasMask' | 'hasSampling'>,
): CanvasStore {
  return createStore<CanvasState>(() => ({
    ...initial,
    tool: 'brush',
    activeTool: 'brush',
    target: 'mask',
    viewport: initialViewport,
    viewSize: null,
    isOverlayVisible: true,
    isOriginalHeld: false,
    isPainting: false,
    canUndo: false,
    canRedo: false,
    undoLabel: null,
    redoLabel: null,
    canRestore: { mask: false, sampling: false },
    maskRevision: 0,
    samplingRevision: 0,
    isAskingRectangle: false,
    saveState: 'saved',
  }))
}
