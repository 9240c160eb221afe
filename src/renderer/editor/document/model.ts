import type { LayerInfo, MaskInfo, SamplingMode } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'

/**
 * Points at one state of a surface's pixels, held by the raster. Compare by identity. One channel: coverage; four: RGBA,
 * straight alpha.
 */
export interface RasterRef {
  readonly revision: number
  readonly size: Size
  readonly channels: 1 | 4
}

/** A mask with its pixels. */
export interface MaskEntry extends MaskInfo {
  readonly pixels: RasterRef
}

export type PaintLayer = Extract<LayerInfo, { kind: 'paint' }> & { readonly pixels: RasterRef }
export type PictureLayer = Extract<LayerInfo, { kind: 'picture' }>
export type LayerEntry = PaintLayer | PictureLayer

/** One state of an open picture, as undo knows it: plain, frozen, no pixels. */
export interface CanvasDoc {
  readonly size: Size
  /** Where its top-left corner lies in the extent the document was opened with: a crop or an expansion moves it. */
  readonly origin: Point
  /** The picture being worked on, of the document's size; keeping a result makes that result the base. */
  readonly baseId: AssetId
  /** In the order of the list; at least one. */
  readonly masks: readonly MaskEntry[]
  /** From the bottom up. */
  readonly layers: readonly LayerEntry[]
  /** Where the local fill may copy from. */
  readonly sampling: RasterRef
  /** Whether the sampling area counts. In here, so that undo never changes what cannot be seen. */
  readonly samplingMode: SamplingMode
  /** The extent the picture is to get; null = as it is. */
  readonly frame: Rect | null
}
