import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LayerInfo, MaskInfo, SamplingMode, PromptPair } from '../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { FoundObject } from '../../../shared/domain/vision.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Point, Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { Brush, HeldToolId, MarkupTool, PreviewShape, Scene, ToolId, ToolOptions } from '../tools/tool.ts'
import { initialViewport, type Viewport, type ViewSize } from './viewport.ts'

/** How masks are shown: tinted, by marching ants, alone in black and white, or not at all. */
export const overlays = ['tint', 'ants', 'black-white', 'off'] as const
export type Overlay = (typeof overlays)[number]

/** An image read as a mask of the document's size, before the user has chosen its polarity. */
export interface IncomingMask {
  readonly name: string
  readonly maskPng: Uint8Array
  /** White share of the document. */
  readonly share: number
  readonly wasScaled: boolean
  /** How the file was understood, a sentence each. */
  readonly notes: readonly string[]
}

export interface FoundObjects {
  readonly words: string
  /** The best first. */
  readonly objects: readonly (FoundObject & { readonly isSelected: boolean })[]
  /** The one pointed at in the list; null = none. */
  readonly pointed: number | null
}

/** State for panels and the stage. Excludes pixels, history and images. */
export interface CanvasState extends Pick<CanvasDoc, 'size' | 'baseId' | 'frame' | 'markup'> {
  readonly tool: ToolId
  /** The active tool: the selected one, or a temporary one. */
  readonly activeTool: ToolId | HeldToolId
  /** Brush of the selected tool: masks, paint and clone each keep their own. */
  readonly brush: Brush
  readonly options: ToolOptions
  readonly preview: PreviewShape | null
  /** The image is being prepared for object selection, which takes seconds. */
  readonly isAnalyzing: boolean
  /** Drawn over the image: the object that a click would select, stretched over all of it; null = none. */
  readonly shownObject: OffscreenCanvas | null
  /** What was found by words, as long as nothing else changes the document; null = nothing. */
  readonly foundObjects: FoundObjects | null
  readonly cloneFrom: Point | null

  readonly masks: readonly MaskInfo[]
  readonly layers: readonly LayerInfo[]
  /** The mask, layer or sampling area (`sampling`) that tools and commands act on. */
  readonly targetId: string
  readonly targetKind: Scene['target']
  /** `painted`: the local fill copies only from the sampling area. */
  readonly sampling: SamplingMode
  readonly markupTool: MarkupTool

  /** Current growth and feather of the effective mask. */
  readonly edge: MaskEdge
  /** Edge values follow from mask and intent until the user sets them. */
  readonly isEdgeAutomatic: boolean
  readonly intent: EditIntent
  /** Other inputs of the automatic edge. */
  readonly edgeHow: { readonly isLocalFill: boolean; readonly strength: number }
  /** The area that is sent, as dragged; null = planned around the mask. */
  readonly box: Rect | null
  /** The area that would be sent, drawn on the stage; null = none to show. */
  readonly plannedBox: Rect | null
  readonly prompts: PromptPair

  readonly viewport: Viewport
  /** Null until the stage has been laid out. */
  readonly viewSize: ViewSize | null
  readonly overlay: Overlay
  readonly isNavigatorShown: boolean
  /** While true, the base is shown without result, layers and mask. */
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  /** Label of an operation in progress (wand, feather …); null = none. */
  readonly busyWith: string | null
  /** The latest screen reader announcement; a new object each time. */
  readonly announcement: { readonly text: string } | null

  /** Whether anything is painted on an enabled mask. */
  readonly hasMask: boolean
  /** Bounds of everything painted on enabled masks; null = nothing. */
  readonly maskBounds: Rect | null
  /** Whether anything is painted on the sampling area, even if it is not in effect. */
  readonly hasSampling: boolean
  readonly isTargetEmpty: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly undoLabel: string | null
  readonly redoLabel: string | null
  /** Whether the cleared target can be restored. */
  readonly canRestore: boolean
  /** Increases with every change to the masks: pixels, strength, on or off, edge. */
  readonly maskRevision: number
  /** Increases with every change to the sampling area or its mode. */
  readonly samplingRevision: number
  /** Increases with every change to the layers: pixels, place, order, opacity. */
  readonly layerRevision: number
  /** Read from a file and not applied yet. */
  readonly incomingMask: IncomingMask | null
  /** The dialog open over the stage. */
  readonly dialog: 'rectangle' | 'refine' | 'color-range' | 'import-mask' | null
  /** `failed`: the last attempt did not reach the disk and is being retried. */
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
  color: '#000000',
  ratio: null,
  isAligned: true,
}

type InitialState = Pick<
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
  | 'markup'
  | 'edge'
  | 'isEdgeAutomatic'
  | 'intent'
  | 'box'
  | 'prompts'
  | 'hasMask'
  | 'maskBounds'
  | 'hasSampling'
  | 'isTargetEmpty'
>

export function createCanvasStore(initial: InitialState): CanvasStore {
  return createStore<CanvasState>(() => ({
    ...initial,
    edgeHow: { isLocalFill: true, strength: 1 },
    tool: 'brush',
    activeTool: 'brush',
    options: initialToolOptions,
    preview: null,
    shownObject: null,
    isAnalyzing: false,
    foundObjects: null,
    cloneFrom: null,
    markupTool: { shape: 'arrow', color: 'red', selectedId: null, addedId: null },
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
