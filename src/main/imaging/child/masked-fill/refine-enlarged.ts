import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import type { FillPatch } from '../fill/index.ts'

/** What was filled small and then enlarged. */
export interface EnlargedFill {
  /** The enlarged picture, kept part and all. */
  readonly whole: RgbaPixels
  /** The same picture before it was made small; of the new part it says nothing. */
  readonly full: Uint8Array
  /** Of `whole`: whether a pixel is new. */
  readonly isNew: (x: number, y: number) => boolean
  /** As it was filled, in a picture of the size `small`. */
  readonly patch: FillPatch
  readonly small: Size
}

const bandRows = 256

/**
 * Gives what was filled small the fine detail of what it was copied from, in place: the difference between the picture
 * and its enlarged copy there is added (residuals carried along with the patches, as in Yi et al. 2020, "Contextual
 * Residual Aggregation for Ultra High-Resolution Image Inpainting"). What is coarser stays as it was filled, so no seam
 * can come of it.
 */
export async function refineEnlarged(fill: EnlargedFill, signal: AbortSignal): Promise<void> {
  const { whole, small, patch } = fill
  if (patch.origins === undefined) return
  const top = Math.floor((patch.y * whole.heightPx) / small.heightPx)
  const bottom = Math.ceil(((patch.y + patch.heightPx) * whole.heightPx) / small.heightPx)
  for (let y = top; y < Math.min(whole.heightPx, bottom); y++) {
    refineRow(fill, patch.origins, y)
    if (y % bandRows !== 0) continue
    if (signal.aborted) throw AppError.cancelled()
    await breathe()
  }
}

function refineRow({ whole, full, isNew, patch, small }: EnlargedFill, origins: Int32Array, y: number): void {
  const { widthPx, heightPx, rgba } = whole
  const [scaleX, scaleY] = [widthPx / small.widthPx, heightPx / small.heightPx]
  const smallY = Math.floor(y / scaleY)
  if (smallY < patch.y || smallY >= patch.y + patch.heightPx) return
  for (let x = 0; x < widthPx; x++) {
    const smallX = Math.floor(x / scaleX)
    if (smallX < patch.x || smallX >= patch.x + patch.widthPx || !isNew(x, y)) continue
    const origin = origins[(smallY - patch.y) * patch.widthPx + smallX - patch.x]!
    if (origin < 0) continue
    const fromX = x + Math.round(((origin % small.widthPx) - smallX) * scaleX)
    const fromY = y + Math.round((Math.floor(origin / small.widthPx) - smallY) * scaleY)
    if (fromX < 0 || fromY < 0 || fromX >= widthPx || fromY >= heightPx || isNew(fromX, fromY)) continue
    const [to, from] = [(y * widthPx + x) * 4, (fromY * widthPx + fromX) * 4]
    if (rgba[to + 3] !== 255 || full[from + 3] !== 255) continue
    for (let channel = 0; channel < 3; channel++) {
      const detail = full[from + channel]! - rgba[from + channel]!
      rgba[to + channel] = Math.max(0, Math.min(255, rgba[to + channel]! + detail))
    }
  }
}
