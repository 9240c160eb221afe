import { AppError } from '../../../../shared/errors/index.ts'
import { sentAreaOutsideImage } from '../../../../shared/messages/en/imaging.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** Returns the part that is sent, or the whole image. @throws request/invalid if it is outside the image */
export function checkCrop(crop: Rect | null | undefined, { widthPx, heightPx }: Size): Rect {
  if (crop === null || crop === undefined) return { x: 0, y: 0, widthPx, heightPx }
  const { x, y } = crop
  const isInside = x >= 0 && y >= 0 && x + crop.widthPx <= widthPx && y + crop.heightPx <= heightPx
  if (isInside && crop.widthPx > 0 && crop.heightPx > 0) return crop
  throw new AppError('request/invalid', sentAreaOutsideImage({ width: widthPx, height: heightPx }), {
    detail: { x, y, cropWidthPx: crop.widthPx, cropHeightPx: crop.heightPx },
  })
}
