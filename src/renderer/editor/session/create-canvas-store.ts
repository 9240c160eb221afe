import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LayerInfo, MaskInfo, SamplingMode, Words } from '../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { Brush, HeldToolId, PreviewShape, Scene, ToolId, ToolOptions } from '../tools/tool.ts'
import { initialViewport, type Viewport, type ViewSize } from './viewport.ts'

/** How masks are shown: in their tint, by a walking outline, alone in black and white, or not at all. */
export const overlays = ['tint', 'ants', 'black-white', 'off'] as const
export type Overlay = (typeof overlays)[number]

/** A picture read as a mask of the document's size, before anybody has said which way round it is meant. */
export interface IncomingMask {
  readonly name: string
  readonly maskPng: Uint8Array
  /** Of the document that is white. */
  readonly share: number
  readonly wasScaled: boolean
}

/** What panels and the stage show. Pixels, history and pictures are not in here. */
export interface CanvasState {
  readonly tool: ToolId
  /** The tool under the hand: the chosen one, or a temporary one. */
  readonly activeTool: ToolId | HeldToolId
  /** Of the tool that is chosen: masks, paint and clone each remember their own. */
  readonly brush: Brush
  readonly options: ToolOptions
  readonly preview: PreviewShape | null
  readonly cloneFrom: Point | null

  readonly size: Size
  readonly baseId: AssetId
  readonly masks: readonly MaskInfo[]
  readonly layers: readonly LayerInfo[]
  /** The mask, the layer, or the sampling area (`sampling`) that tools and commands act on. */
  readonly targetId: string
  readonly targetKind: Scene['target']
  /** `painted`: the local fill copies only from the sampling area. */
  readonly sampling: SamplingMode
  /** The extent the picture is to get; null = as it is. */
  readonly frame: Rect | null

  /** Grow and soft edge of the effective mask, as it is now. */
  readonly edge: MaskEdge
  /** They follow from mask and intent until somebody sets them. */
  readonly isEdgeAutomatic: boolean
  readonly intent: EditIntent
  /** What else the automatic edge depends on. */
  readonly edgeHow: { readonly isLocalFill: boolean; readonly strength: number }
  /** The part that is sent, as dragged; null = planned around the mask. */
  readonly box: Rect | null
  /** The part that would be sent, drawn on the stage; null = none to show. */
  readonly plannedBox: Rect | null
  readonly words: Words

  readonly viewport: Viewport
  /** Null until the stage has been laid out. */
  readonly viewSize: ViewSize | null
  readonly overlay: Overlay
  readonly isNavigatorShown: boolean
  /** The base is shown without result, layers and mask while true. */
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  /** What takes a moment (wand, feather …), for people; null = nothing. */
  readonly busyWith: string | null
  /** The last thing worth saying aloud; a new object each time. */
  readonly announcement: { readonly text: string } | null

  /** Whether anything is painted on a mask that is on. */
  readonly hasMask: boolean
  /** Around everything painted on masks that are on; null = nothing. */
  readonly maskBounds: Rect | null
  /** Whether anything is painted as sampling area, also while it does not count. */
  readonly hasSampling: boolean
  readonly isTargetEmpty: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  /** Whether the target, cleared, can be brought back. */
  readonly canRestore: boolean
  /** Goes up with every change of what masks say: pixels, strength, on or off, edge. */
  readonly maskRevision: number
  /** Goes up with every change of the sampling area, or of whether it counts. */
  readonly samplingRevision: number
  /** Goes up with every change of layers: pixels, place, order, opacity. */
  readonly layerRevision: number
  /** Read from a file and not laid down yet. */
  readonly incomingMask: IncomingMask | null
  /** Which form is open over the stage. */
  readonly dialog: 'rectangle' | 'refine' | 'color-range' | 'import-mask' | null
  /** `failed`: the last attempt did not reach the disk and is being repeated. */
  readonly saveState: 'saved' | 'pending' | 'failed'
}

export type CanvasStore = StoreApi<CanvasState>

export const initialToolOptions: ToolOptions = {
  combine: 'add',
  isAntialiased: true,
  tolerance: 24,
  isContiguous: true,
  samplesAll: true,
  gradient: 'linear',
  color: '#d24b3c',
  ratio: null,
  isAligned: true,
}

type Given = Pick<
  CanvasState,
  | 'brush'
  | 'size'
  | 'baseId'
  | 'masks'
  | 'layers'
  | 'targetId'
  | 'targetKind'
  | 'sampling'
  | 'frame'
  | 'edge'
  | 'isEdgeAutomatic'
  | 'intent'
  | 'box'
  | 'words'
  | 'hasMask'
  | 'maskBounds'
  | 'hasSampling'
  | 'isTargetEmpty'
>

export function createCanvasStore(given: Given): CanvasStore {
  return createStore<CanvasState>(() => ({
    ...given,
    edgeHow: { isLocalFill: true, strength: 1 },
    tool: 'brush',
    activeTool: 'brush',
    options: initialToolOptions,
    preview: null,
    cloneFrom: null,
    plannedBox: null,
    viewport: initialViewport,
    viewSize: null,
    overlay: 'tint',
    isNavigatorShown: false,
    isOriginalHeld: false,
    isPainting: false,
    busyWith: null,
    announcement: null,
    canUndo: false,
    canRedo: false,
    undoLabel: null,
    redoLabel: null,
    canRestore: false,
    maskRevision: 0,
    samplingRevision: 0,
    layerRevision: 0,
    incomingMask: null,
    dialog: null,
    saveState: 'saved',
  }))
}
