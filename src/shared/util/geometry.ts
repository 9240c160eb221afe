import type { z } from 'zod'
import type { rectSchema, sizeSchema } from './geometry-schema.ts'

export type Size = z.output<typeof sizeSchema>
export type Rect = z.output<typeof rectSchema>

/** A point in image coordinates, pixels, origin at the top-left corner of the top-left pixel. */
export interface Point {
  readonly x: number
  readonly y: number
}

export function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}

export function isEmptyRect(rect: Rect): boolean {
  return rect.widthPx <= 0 || rect.heightPx <= 0
}

/** Returns the overlap of both rectangles; empty (0 × 0) where they do not intersect. */
export function intersectRects(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  const right = Math.min(a.x + a.widthPx, b.x + b.widthPx)
  const bottom = Math.min(a.y + a.heightPx, b.y + b.heightPx)
  if (right <= x || bottom <= y) return { x, y, widthPx: 0, heightPx: 0 }
  return { x, y, widthPx: right - x, heightPx: bottom - y }
}

/** Returns the smallest rectangle that covers both; an empty one adds nothing. */
export function uniteRects(a: Rect, b: Rect): Rect {
  if (isEmptyRect(a)) return b
  if (isEmptyRect(b)) return a
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    widthPx: Math.max(a.x + a.widthPx, b.x + b.widthPx) - x,
    heightPx: Math.max(a.y + a.heightPx, b.y + b.heightPx) - y,
  }
}

/** Returns the rectangle extended by `marginPx` on every side. */
export function growRect(rect: Rect, marginPx: number): Rect {
  return {
    x: rect.x - marginPx,
    y: rect.y - marginPx,
    widthPx: rect.widthPx + 2 * marginPx,
    heightPx: rect.heightPx + 2 * marginPx,
  }
}
