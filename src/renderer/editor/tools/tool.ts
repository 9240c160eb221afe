import type { Placement } from '../../../shared/domain/canvas-document.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { CombineMode, CoverageSource, StrokePoint, StrokeStyle } from '../document/raster.ts'

/** Tools that stay chosen. */
export const toolIds = [
  'brush',
  'eraser',
  'lasso',
  'polygon',
  'rectangle',
  'ellipse',
  'wand',
  'bucket',
  'gradient',
  'colour-brush',
  'colour-eraser',
  'clone',
  'heal',
  'eyedropper',
  'move',
  'frame',
  'crop',
  'hand',
  'zoom',
] as const
export type ToolId = (typeof toolIds)[number]

/** Tools under the hand as long as a key or button is held. `resize-brush`: size and hardness by dragging. */
export const heldToolIds = ['pan', 'resize-brush', 'zoom-drag', 'rotate-view', 'pick', 'frame-held'] as const
export type HeldToolId = (typeof heldToolIds)[number]

export interface HeldModifiers {
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, on macOS Cmd. */
  readonly mod: boolean
}

export interface PointerSample {
  /** In picture pixels, sub-pixel. */
  readonly at: Point
  /** In device pixels of the view: for tools that move the view or measure by hand's travel. */
  readonly screen: Point
  /** 0 to 1 after the person's pressure curve; 1 where the device has none, so there is one brush path. */
  readonly pressure: number
}

export type ToolEvent =
  | { readonly on: 'down'; readonly sample: PointerSample; readonly keys: HeldModifiers; readonly isEraserEnd: boolean }
  /** All points since the last event, oldest first; also without a button, for tools that follow the hand (polygon). */
  | { readonly on: 'move'; readonly samples: readonly PointerSample[]; readonly keys: HeldModifiers }
  | { readonly on: 'up'; readonly sample: PointerSample; readonly keys: HeldModifiers }
  | { readonly on: 'double'; readonly sample: PointerSample; readonly keys: HeldModifiers }
  /** Enter, Backspace, and the arrows in picture pixels: every tool can be finished and nudged by keyboard. */
  | { readonly on: 'confirm' }
  | { readonly on: 'back' }
  | { readonly on: 'nudge'; readonly byX: number; readonly byY: number; readonly keys: HeldModifiers }
  /** What the press under way began is to be as if it had never been: a second finger came, or a pen. */
  | { readonly on: 'unpress' }
  | { readonly on: 'cancel' }

export interface Brush {
  /** Diameter in picture pixels. */
  readonly sizePx: number
  readonly hardness: number
  readonly strength: number
  readonly pressure: 'size' | 'strength' | 'both' | 'none'
}

/** What is set for tools besides the brush. */
export interface ToolOptions {
  /** What a new shape does to the mask where no key says otherwise (Shift adds, Alt takes away, both intersect). */
  readonly combine: CombineMode
  /** Soft edge of a shape by half a pixel, so that slanted edges have no stairs. */
  readonly isAntialiased: boolean
  /** Largest difference of any channel, 0 to 255, that still counts as the same color. */
  readonly tolerance: number
  /** Contiguous: only what touches the place clicked; otherwise the color wherever it is. */
  readonly isContiguous: boolean
  /** By what is seen, all layers, not by the picture alone. */
  readonly samplesAll: boolean
  readonly gradient: 'linear' | 'radial'
  /** `#rrggbb`, of the color brush and the bucket on a paint layer. */
  readonly color: string
  /** Width over height that frame and crop keep; null = free. */
  readonly ratio: number | null
  /** Clone and heal: whether the source moves along from stroke to stroke or starts anew with each. */
  readonly isAligned: boolean
}

/** What a tool may look at. */
export interface Scene {
  readonly brush: Brush
  readonly options: ToolOptions
  /** Device pixels per picture pixel. */
  readonly zoom: number
  /** The view's size in device pixels, and how many of those make a CSS pixel: handles are as large on every display. */
  readonly view: Size & { readonly dpr: number }
  /** Of the document. */
  readonly size: Size
  /** What the target is: shapes and wand need a surface of coverage, color brush and clone one of color. */
  readonly target: 'mask' | 'sampling' | 'paint' | 'picture'
  /** The picture layer that is the target. */
  readonly placed: { readonly placement: Placement; readonly pictureSize: Size } | null
  readonly frame: Rect | null
  /** Where clone and heal copy from, as set by Alt+click; document pixels. */
  readonly cloneFrom: Point | null
}

/** Drawn over the picture while a tool is at it; picture coordinates. */
export type PreviewShape =
  | { readonly is: 'path'; readonly points: readonly Point[]; readonly isClosed: boolean }
  | { readonly is: 'rect'; readonly rect: Rect }
  | { readonly is: 'ellipse'; readonly rect: Rect }
  | { readonly is: 'line'; readonly from: Point; readonly to: Point }
  /** With everything outside darkened. */
  | { readonly is: 'crop'; readonly rect: Rect }

export type Effect =
  /** A stroke on the target surface; `source` where the surface is of color. */
  | {
      readonly do: 'begin'
      readonly label: string
      readonly style: StrokeStyle
      readonly ink: 'coverage' | 'color' | 'clone' | 'heal'
    }
  | { readonly do: 'stroke'; readonly points: readonly StrokePoint[] }
  | { readonly do: 'commit' }
  | { readonly do: 'abandon' }
  /** A finished shape, one step. `outline`: what shows of it until a large one is there. */
  | {
      readonly do: 'combine'
      readonly label: string
      readonly source: CoverageSource
      readonly mode: CombineMode
      readonly outline: PreviewShape
    }
  /** Everything of the color at a place; takes a moment, then one step. */
  | { readonly do: 'select-similar'; readonly at: Point; readonly mode: CombineMode }
  /** Fills what is alike at a place: with coverage on a mask, with the color on a paint layer. */
  | { readonly do: 'bucket'; readonly at: Point }
  | { readonly do: 'pick-color'; readonly at: Point }
  | { readonly do: 'clone-from'; readonly at: Point }
  | { readonly do: 'preview'; readonly shape: PreviewShape | null }
  /** While dragging: shown, not yet a step; `commit` or `abandon` ends it. */
  | { readonly do: 'place'; readonly placement: Placement }
  /** Likewise. */
  | { readonly do: 'frame'; readonly rect: Rect | null }
  /** One step. */
  | { readonly do: 'crop'; readonly rect: Rect }
  | { readonly do: 'pan'; readonly byX: number; readonly byY: number }
  | { readonly do: 'zoom'; readonly factor: number; readonly screen: Point }
  | { readonly do: 'rotate-view'; readonly byDeg: number }
  | { readonly do: 'brush'; readonly change: Partial<Brush> }
  /** For people and screen readers: why nothing happened, what is needed. */
  | { readonly do: 'hint'; readonly text: string }

/** A pure reducer: the same state and event give the same answer, so tests need no window. */
export interface Tool<State> {
  readonly id: ToolId | HeldToolId
  readonly idle: State
  step(state: State, event: ToolEvent, scene: Scene): { readonly state: State; readonly effects: readonly Effect[] }
  /** Whether a drag, or an unfinished contour, is under way. */
  isBusy(state: State): boolean
}
