import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** The part that is sent, or the whole picture. @throws request/invalid where it does not lie in the picture */
export function checkCrop(crop: Rect | null | undefined, { widthPx, heightPx }: Size): Rect {
  if (crop === null || crop === undefined) return { x: 0, y: 0, widthPx, heightPx }
  const { x, y } = crop
  const isInside = x >= 0 && y >= 0 && x + crop.widthPx <= widthPx && y + crop.heightPx <= heightPx
  if (isInside && crop.widthPx > 0 && crop.heightPx > 0) return crop
  throw new AppError(
    'request/invalid',
    `The part to be sent does not lie in the image of ${widthPx} × ${heightPx} pixels. Nothing was sent or changed.`,
    { detail: { x, y, cropWidthPx: crop.widthPx, cropHeightPx: crop.heightPx } },
  )
}
