import type { Point } from '../../../../shared/util/geometry.ts'
import type { StrokePoint, StrokeStyle } from '../document/mask-raster.ts'

export interface HeldKeys {
  readonly shift: boolean
  readonly alt: boolean
}

export interface PointerSample {
  /** In picture pixels, sub-pixel. */
  readonly at: Point
  /** In device pixels of the view: for tools that move the view or measure by hand's travel. */
  readonly screen: Point
  /** 0 to 1; 1 where the device has none, so there is one brush path. */
  readonly pressure: number
}

export type ToolEvent =
  | { readonly on: 'down'; readonly sample: PointerSample; readonly keys: HeldKeys; readonly isEraserEnd: boolean }
  /** All points since the last event, oldest first. */
  | { readonly on: 'move'; readonly samples: readonly PointerSample[]; readonly keys: HeldKeys }
  | { readonly on: 'up'; readonly sample: PointerSample; readonly keys: HeldKeys }
  | { readonly on: 'cancel' }

export interface Brush {
  /** Diameter in picture pixels. */
  readonly sizePx: number
  readonly hardness: number
  readonly strength: number
  readonly pressure: 'size' | 'strength' | 'both' | 'none'
}

/** What a tool may look at. */
export interface Scene {
  readonly brush: Brush
  /** Device pixels per picture pixel. */
  readonly zoom: number
}

export type Effect =
  | { readonly do: 'begin'; readonly label: string; readonly style: StrokeStyle }
  | { readonly do: 'stroke'; readonly points: readonly StrokePoint[] }
  | { readonly do: 'commit' }
  | { readonly do: 'abandon' }
  | { readonly do: 'pan'; readonly byX: number; readonly byY: number }
  | { readonly do: 'brush'; readonly change: Partial<Brush> }

/** A pure reducer: the same state and event give the same answer, so tests need no window. */
export interface Tool<State> {
  readonly id: string
  readonly idle: State
  step(state: State, event: ToolEvent, scene: Scene): { readonly state: State; readonly effects: readonly Effect[] }
  /** Whether a drag is under way. */
  isBusy(state: State): boolean
}
