import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'

export type Context2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Returns a rectangle of an image in device pixels, with rounded edges so that neighbors meet without a seam. */
export function toSheetRect(zoom: number, rect: Rect): Rect {
  const x = Math.round(rect.x * zoom)
  const y = Math.round(rect.y * zoom)
  return {
    x,
    y,
    widthPx: Math.round((rect.x + rect.widthPx) * zoom) - x,
    heightPx: Math.round((rect.y + rect.heightPx) * zoom) - y,
  }
}

/** From this zoom on, pixels are shown as squares. */
const crispFromZoom = 2

export function setSmoothing(context: Context2d, zoom: number): void {
  context.imageSmoothingEnabled = zoom < crispFromZoom
  context.imageSmoothingQuality = zoom < 1 ? 'medium' : 'low'
}

/** A bitmap that shows `rect` of an image. */
export interface ImagePart {
  readonly image: CanvasImageSource
  readonly rect: Rect
  /** Pixels of the bitmap per pixel of the image. */
  readonly scaleX: number
  readonly scaleY: number
}

/** Draws as much of a bitmap as covers `part` of the image. */
export function drawPart(
  context: Context2d,
  zoom: number,
  { image, rect, scaleX, scaleY }: ImagePart,
  part: Rect,
): void {
  const shared = intersectRects(rect, part)
  if (isEmptyRect(shared)) return
  const left = Math.floor((shared.x - rect.x) * scaleX)
  const top = Math.floor((shared.y - rect.y) * scaleY)
  const right = Math.min(rect.widthPx * scaleX, Math.ceil((shared.x + shared.widthPx - rect.x) * scaleX))
  const bottom = Math.min(rect.heightPx * scaleY, Math.ceil((shared.y + shared.heightPx - rect.y) * scaleY))
  const to = toSheetRect(zoom, {
    x: rect.x + left / scaleX,
    y: rect.y + top / scaleY,
    widthPx: (right - left) / scaleX,
    heightPx: (bottom - top) / scaleY,
  })
  if (isEmptyRect(to) || right <= left || bottom <= top) return
  context.drawImage(image, left, top, right - left, bottom - top, to.x, to.y, to.widthPx, to.heightPx)
}
