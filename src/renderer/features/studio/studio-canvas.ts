import type { StoreApi } from 'zustand/vanilla'
import type { MaskSettings } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import type { Size } from '../../../shared/util/geometry.ts'

export type Brush = Settings['brush']
type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>

/** What the panels read of the open picture. */
export interface StudioCanvasState {
  readonly tool: 'brush' | 'eraser'
  readonly brush: Brush
  readonly edge: MaskSettings
  /** `zoom`: device pixels per picture pixel. */
  readonly viewport: { readonly zoom: number }
  readonly isOverlayVisible: boolean
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  readonly hasMask: boolean
  readonly canRestoreMask: boolean
  readonly baseId: string
  readonly maskRevision: number
  readonly saveState: 'saved' | 'pending' | 'failed'
}

/** What the Studio asks of the canvas of an open picture. The canvas session is one. */
export interface StudioCanvas {
  readonly id: string
  readonly size: Size
  readonly store: ReadonlyStore<StudioCanvasState>
  chooseTool(tool: 'brush' | 'eraser'): void
  changeBrush(change: Partial<Brush>): void
  changeEdge(change: Partial<MaskSettings>): void
  toggleOverlay(): void
  holdOriginal(isHeld: boolean): void
  invertMask(): void
  clearMask(): void
  restoreMask(): void
  keepResult(baseId: AssetId): void
  /** The painted mask as a PNG of the picture's size. */
  exportMaskPng(): Promise<Uint8Array>
}
