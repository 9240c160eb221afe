import type { StoreApi } from 'zustand/vanilla'
import type { SamplingMode } from '../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../shared/domain/mask-layer.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'

export type Brush = Settings['brush']
type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>

/** What the panels read of the open picture. */
export interface StudioCanvasState {
  readonly tool: 'brush' | 'eraser'
  readonly brush: Brush
  /** What brush, eraser, invert and clear act on. */
  readonly target: MaskLayer
  readonly edge: MaskEdge
  readonly sampling: SamplingMode
  /** `zoom`: device pixels per picture pixel. */
  readonly viewport: { readonly zoom: number }
  readonly isOverlayVisible: boolean
  readonly isOriginalHeld: boolean
  readonly isPainting: boolean
  readonly hasMask: boolean
  readonly hasSampling: boolean
  readonly canRestore: Readonly<Record<MaskLayer, boolean>>
  readonly baseId: AssetId
  readonly maskRevision: number
  readonly saveState: 'saved' | 'pending' | 'failed'
}

/** What the Studio asks of the canvas of an open picture. The canvas session is one. */
export interface StudioCanvas {
  readonly id: string
  readonly size: Size
  readonly store: ReadonlyStore<StudioCanvasState>
  chooseTool(tool: 'brush' | 'eraser'): void
  chooseTarget(target: MaskLayer): void
  changeSampling(mode: SamplingMode): void
  changeBrush(change: Partial<Brush>): void
  changeEdge(change: Partial<MaskEdge>): void
  toggleOverlay(): void
  holdOriginal(isHeld: boolean): void
  invert(): void
  clear(): void
  restore(): void
  keepResult(baseId: AssetId): void
  /** The painted mask as a PNG of the picture's size. */
  exportMaskPng(): Promise<Uint8Array>
  /** Where the fill may copy from, likewise; null = everywhere. */
  exportSamplingPng(): Promise<Uint8Array | null>
}
