import type { SamplingMode } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Size } from '../../../../shared/util/geometry.ts'

/** Points at one state of a layer's pixels, held by the raster. Compare by identity. */
export interface RasterRef {
  readonly revision: number
}

/** `mask`: what is repainted; `sampling`: where the fill may copy from. */
export type Layers = Readonly<Record<MaskLayer, RasterRef>>

/** One state of an open picture, as undo knows it: plain, frozen, no pixels. */
export interface CanvasDoc extends Layers {
  readonly size: Size
  /** The picture being worked on; keeping a result makes that result the base. */
  readonly baseId: AssetId
  /** Whether the sampling layer counts. In here, so that undo never changes what cannot be seen. */
  readonly samplingMode: SamplingMode
}
