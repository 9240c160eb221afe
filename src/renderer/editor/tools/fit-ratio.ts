import type { Rect } from '../../../shared/util/geometry.ts'

/** The largest rectangle of an aspect ratio (width over height) centered in another; null = the rectangle itself. */
export function fitRatio(rect: Rect, ratio: number | null): Rect {
  if (ratio === null) return rect
  const widthPx = Math.max(1, Math.round(Math.min(rect.widthPx, rect.heightPx * ratio)))
  const heightPx = Math.max(1, Math.round(Math.min(rect.heightPx, rect.widthPx / ratio)))
  return {
    x: Math.round(rect.x + (rect.widthPx - widthPx) / 2),
    y: Math.round(rect.y + (rect.heightPx - heightPx) / 2),
    widthPx,
    heightPx,
  }
}
