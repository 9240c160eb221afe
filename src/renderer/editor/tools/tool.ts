import type { Placement } from '../../../shared/domain/canvas-document.ts'
import type { Mark, MarkColor, MarkShape } from '../../../shared/domain/markup.ts'
import type { Markup } from '../document/model.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { CombineMode, CoverageSource, StrokePoint, StrokeStyle } from '../document/raster.ts'

/** Tools that stay selected. */
export const toolIds = [
  'brush',
  'eraser',
  'lasso',
  'polygon',
  'rectangle',
  'ellipse',
  'wand',
  'object',
  'bucket',
  'gradient',
  'colour-brush',
  'colour-eraser',
  'clone',
  'heal',
  'eyedropper',
  'move',
  'markup',
  'frame',
  'crop',
  'hand',
  'zoom',
] as const
export type ToolId = (typeof toolIds)[number]

/** Tools active while a key or button is held. `resize-brush`: size and hardness by dragging. */
export const heldToolIds = ['pan', 'resize-brush', 'zoom-drag', 'rotate-view', 'pick', 'frame-held'] as const
export type HeldToolId = (typeof heldToolIds)[number]

/** A corner or the middle of a side, named by its position before the box is rotated. */
export type Grip = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

/**
 * A part of the tool's on-stage controls, as found by the view's hit graph. `rotate`: just outside a corner; `start`
 * and `end`: of a line.
 */
export type Handle = Grip | 'inside' | 'rotate' | 'start' | 'end'

export interface HeldModifiers {
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on macOS. */
  readonly mod: boolean
}

export interface PointerSample {
  /** In image pixels, with sub-pixel precision. */
  readonly at: Point
  /** In device pixels of the view: for tools that move the view or measure pointer travel. */
  readonly screen: Point
  /** 0 to 1 after the user's pressure curve; 1 if the device has none, so there is one brush path. */
  readonly pressure: number
}

export type ToolEvent =
  | {
      readonly on: 'down'
      readonly sample: PointerSample
      readonly keys: HeldModifiers
      readonly isEraserEnd: boolean
      /** The handle under the pointer. */
      readonly handle: Handle | null
    }
  /** All points since the last event, oldest first; also without a button, for tools that follow it (polygon). */
  | { readonly on: 'move'; readonly samples: readonly PointerSample[]; readonly keys: HeldModifiers }
  | { readonly on: 'up'; readonly sample: PointerSample; readonly keys: HeldModifiers }
  | {
      readonly on: 'double'
      readonly sample: PointerSample
      readonly keys: HeldModifiers
      readonly handle: Handle | null
    }
  /** Enter, Backspace, and the arrows in image pixels: every tool can be finished and nudged by keyboard. */
  | { readonly on: 'confirm' }
  | { readonly on: 'back' }
  | { readonly on: 'nudge'; readonly byX: number; readonly byY: number; readonly keys: HeldModifiers }
  /** Discards whatever the current press began: a second finger arrived, or a pen. */
  | { readonly on: 'unpress' }
  | { readonly on: 'cancel' }

export interface Brush {
  /** Diameter in image pixels. */
  readonly sizePx: number
  readonly hardness: number
  readonly strength: number
  readonly pressure: 'size' | 'strength' | 'both' | 'none'
}

/** Tool settings other than the brush. */
export interface ToolOptions {
  /** How a new shape combines with the mask unless keys override it (Shift adds, Alt subtracts, both intersect). */
  readonly combine: CombineMode
  /** Softens the edge of a shape by half a pixel, so that diagonal edges are not jagged. */
  readonly isAntialiased: boolean
  /** Largest difference of any channel, 0 to 255, that still counts as the same color. */
  readonly tolerance: number
  /** Contiguous: only pixels connected to the clicked point; otherwise the color anywhere. */
  readonly isContiguous: boolean
  /** Samples all visible layers, not just the image. */
  readonly samplesAll: boolean
  readonly gradient: 'linear' | 'radial'
  /** `#rrggbb`, used by the color brush and the bucket on a paint layer. */
  readonly color: string
  /** Fixed ratio of width to height for frame and crop; null = free. */
  readonly ratio: number | null
  /** Clone and heal: whether the source keeps its offset between strokes or restarts with each. */
  readonly isAligned: boolean
}

/** What the markup tool draws next, and what it acts on. */
export interface MarkupTool {
  readonly shape: MarkShape
  readonly color: MarkColor
  readonly selectedId: string | null
  /** The mark drawn last, whose text is not entered yet. */
  readonly addedId: string | null
}

export type MarkupChange =
  /** Shown during a drag, not yet a step; `commit` or `abandon` ends it. */
  | { readonly type: 'show'; readonly marks: readonly Mark[]; readonly selectedId: string }
  | { readonly type: 'commit'; readonly label: string; readonly isNew: boolean }
  | { readonly type: 'abandon' }
  | { readonly type: 'select'; readonly id: string | null }
  | { readonly type: 'remove'; readonly id: string }

/** Read-only context for tools. */
export interface Scene {
  readonly brush: Brush
  readonly options: ToolOptions
  /** Device pixels per image pixel. */
  readonly zoom: number
  /** The view's size in device pixels, and device pixels per CSS pixel: handles have the same size on every display. */
  readonly view: Size & { readonly dpr: number }
  /** Document size. */
  readonly size: Size
  /** Type of the target: shapes and wand need a coverage surface, color brush and clone a color surface. */
  readonly target: 'mask' | 'sampling' | 'paint' | 'picture'
  /** The image layer, if it is the target. */
  readonly placed: { readonly placement: Placement; readonly pictureSize: Size } | null
  readonly frame: Rect | null
  /** Source point of clone and heal, as set by Alt+click; document pixels. */
  readonly cloneFrom: Point | null
  readonly markup: Markup & MarkupTool
}

/** Drawn over the image while a tool is active; image coordinates. */
export type PreviewShape =
  | { readonly type: 'path'; readonly points: readonly Point[]; readonly isClosed: boolean }
  /** `hasHandles`: stays until confirmed, and the pointer can change it. */
  | { readonly type: 'rect'; readonly rect: Rect; readonly hasHandles?: boolean }
  | { readonly type: 'ellipse'; readonly rect: Rect; readonly hasHandles?: boolean }
  | { readonly type: 'line'; readonly from: Point; readonly to: Point; readonly hasHandles?: boolean }
  /** Darkens everything outside. */
  | { readonly type: 'crop'; readonly rect: Rect }

export type Effect =
  /** A stroke on the target surface; `source` if it is a color surface. */
  | {
      readonly type: 'begin'
      readonly label: string
      readonly style: StrokeStyle
      readonly ink: 'coverage' | 'color' | 'clone' | 'heal'
    }
  | { readonly type: 'stroke'; readonly points: readonly StrokePoint[] }
  | { readonly type: 'commit' }
  | { readonly type: 'abandon' }
  /** A finished shape, one step. `outline`: shown until a large shape is ready. */
  | {
      readonly type: 'combine'
      readonly label: string
      readonly source: CoverageSource
      readonly mode: CombineMode
      readonly outline: PreviewShape
    }
  /** Selects everything of the color at a point; takes a moment, then one step. */
  | { readonly type: 'select-similar'; readonly at: Point; readonly mode: CombineMode }
  /** Selects the object at a point or in a box; with `keys` it changes the one selected last. Takes a moment. */
  | {
      readonly type: 'select-object'
      readonly at: Point | null
      readonly box: Rect | null
      readonly keys: HeldModifiers
      readonly mode: CombineMode
    }
  /** Shows the object that a click would select; null = none. */
  | { readonly type: 'show-object'; readonly at: Point | null }
  /** Fills similar pixels at a point: with coverage on a mask, with the color on a paint layer. */
  | { readonly type: 'bucket'; readonly at: Point }
  | { readonly type: 'pick-color'; readonly at: Point }
  | { readonly type: 'clone-from'; readonly at: Point }
  | { readonly type: 'preview'; readonly shape: PreviewShape | null }
  /** During a drag: shown, not yet a step; `commit` or `abandon` ends it. */
  | { readonly type: 'place'; readonly placement: Placement }
  /** Shown during a drag, like `place`. */
  | { readonly type: 'frame'; readonly rect: Rect | null }
  /** One step. */
  | { readonly type: 'crop'; readonly rect: Rect }
  | { readonly type: 'markup'; readonly change: MarkupChange }
  | { readonly type: 'pan'; readonly byX: number; readonly byY: number }
  | { readonly type: 'zoom'; readonly factor: number; readonly screen: Point }
  | { readonly type: 'rotate-view'; readonly byDeg: number }
  | { readonly type: 'brush'; readonly change: Partial<Brush> }
  /** For users and screen readers: why nothing happened, what is needed. */
  | { readonly type: 'hint'; readonly text: string }

/** A pure reducer: the same state and event give the same result, so tests need no window. */
export interface Tool<State> {
  readonly id: ToolId | HeldToolId
  readonly idle: State
  step(state: State, event: ToolEvent, scene: Scene): { readonly state: State; readonly effects: readonly Effect[] }
  /** Whether a drag or an unfinished contour is in progress. */
  isBusy(state: State): boolean
}

/** A tool's response to an event. */
export interface Step<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

/** No change. */
export function stay<State>(state: State): Step<State> {
  return { state, effects: [] }
}
