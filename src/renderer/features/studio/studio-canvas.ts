import type { StoreApi } from 'zustand/vanilla'
import type { MaskInfo, SamplingMode, Words } from '../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'

type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>

export type FrameSide = 'left' | 'top' | 'right' | 'bottom'

/** What the Studio reads of the open picture. */
export interface StudioCanvasState {
  readonly size: Size
  readonly baseId: AssetId
  readonly masks: readonly Pick<MaskInfo, 'id'>[]
  readonly targetKind: 'mask' | 'sampling' | 'paint' | 'picture'
  readonly sampling: SamplingMode
  readonly frame: Rect | null
  readonly edge: MaskEdge
  readonly isEdgeAutomatic: boolean
  readonly intent: EditIntent
  /** Who does the work, as far as the automatic edge depends on it. */
  readonly edgeHow: { readonly isLocalFill: boolean; readonly strength: number }
  /** The part that is sent, as dragged; null = planned around the mask. */
  readonly box: Rect | null
  readonly words: Words
  /** `zoom`: device pixels per picture pixel. */
  readonly viewport: { readonly zoom: number }
  readonly overlay: 'tint' | 'ants' | 'black-white' | 'off'
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  readonly hasMask: boolean
  readonly maskBounds: Rect | null
  readonly hasSampling: boolean
  readonly saveState: 'saved' | 'pending' | 'failed'
}

/** A picture that is to take the place of the base. `parentAt`: where the old one's corner lies in it. */
export interface KeptResult {
  readonly id: AssetId
  readonly size: Size
  readonly parentAt: Point
  /** The layers are part of it. */
  readonly hasLayers: boolean
  /** What was asked for: undoing the step brings these words back. */
  readonly words: Words | null
}

/** How the image is looked at. `zoom`: device pixels per image pixel. */
export interface StudioView {
  fit(): void
  toMask(): void
  zoomTo(zoom: number): void
  /** To the next round zoom: 1 = in, -1 = out. */
  zoomStep(direction: 1 | -1): void
}

/** What the Studio asks of the canvas of an open picture. The canvas session is one. */
export interface StudioCanvas {
  readonly id: string
  readonly store: ReadonlyStore<StudioCanvasState>
  readonly view: StudioView
  chooseTarget(id: string): void
  changeSampling(mode: SamplingMode): void
  /** Hides the mask, or shows it as it was shown last. */
  toggleOverlay(): void
  holdOriginal(isHeld: boolean): void
  invert(): void
  /** Lifts a brush that keys hold down. */
  finishStroke(): void
  /** Guesses the subject; takes a moment. */
  selectSubject(mode: 'replace'): Promise<void>
  /** `isLocalFill`: without a model, which needs hardly any edge; `strength`: denoising strength, 0 to 1. */
  changeIntent(intent: EditIntent, how?: { readonly isLocalFill?: boolean; readonly strength?: number }): void
  changeFrame(frame: Rect | null): void
  /** Draws the frame out by a share of the picture's side. */
  extendFrame(side: FrameSide, share: number): void
  changeBox(box: Rect | null): void
  showPlannedBox(box: Rect | null): void
  changeWords(words: Partial<Words>): void
  keep(base: KeptResult): void
  /** The painted masks as one PNG of the picture's size, white = repaint. */
  exportMaskPng(): Promise<Uint8Array>
  /** Where the fill may copy from, likewise; null = everywhere. */
  exportSamplingPng(): Promise<Uint8Array | null>
  /** The picture to work on: the base, or, where visible layers lie over it, both in one library picture. */
  compose(): Promise<{ readonly assetId: AssetId; readonly hasLayers: boolean }>
}
