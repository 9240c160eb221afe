import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Size } from '../../../../shared/util/geometry.ts'

/** Points at one state of the mask's pixels, held by the raster. Compare by identity. */
export interface RasterRef {
  readonly revision: number
}

/** One state of an open picture, as undo knows it: plain, frozen, no pixels. */
export interface CanvasDoc {
  readonly size: Size
  /** The picture being worked on; keeping a result makes that result the base. */
  readonly baseId: AssetId
  readonly mask: RasterRef
}
