import type { LayerInfo, MaskInfo, SamplingMode } from '../../../shared/domain/canvas-document.ts'
import type { Mark } from '../../../shared/domain/markup.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'

/**
 * Refers to one state of a surface's pixels, held by the raster. Compare by identity. One channel: coverage; four:
 * RGBA, straight alpha.
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
export type ImageLayer = Extract<LayerInfo, { kind: 'picture' }>
export type LayerEntry = PaintLayer | ImageLayer

/** Marks over the image, numbered by their order. Never part of its pixels. */
export interface Markup {
  readonly marks: readonly Mark[]
  readonly isVisible: boolean
}

/** One state of an open image, as recorded for undo: plain, frozen, without pixels. */
export interface CanvasDoc {
  readonly size: Size
  /** Position of the top-left corner in the extent the document was opened with; cropping or expanding moves it. */
  readonly origin: Point
  /** The image being worked on, at the document's size; keeping a result makes that result the base. */
  readonly baseId: AssetId
  /** In list order; at least one. */
  readonly masks: readonly MaskEntry[]
  /** Bottom to top. */
  readonly layers: readonly LayerEntry[]
  /** Where the local fill may copy from. */
  readonly sampling: RasterRef
  /** Whether the sampling area is in effect. Part of the document so that undo never changes anything invisible. */
  readonly samplingMode: SamplingMode
  /** The target extent of the image; null = unchanged. */
  readonly frame: Rect | null
  readonly markup: Markup
}
