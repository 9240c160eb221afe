import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../util/geometry.ts'
import { rectBetween } from './mark-geometry.ts'
import type { Mark } from './markup.ts'

/** The smallest rectangle around a mark's points, at least one pixel each way. */
export function markBounds(mark: Mark): Rect {
  const points = pointsOf(mark)
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const { x, y, widthPx, heightPx } = rectBetween(
    { x: Math.min(...xs), y: Math.min(...ys) },
    { x: Math.max(...xs), y: Math.max(...ys) },
  )
  return { x, y, widthPx: Math.max(1, widthPx), heightPx: Math.max(1, heightPx) }
}

function pointsOf(mark: Mark): readonly Point[] {
  switch (mark.shape) {
    case 'arrow':
      return [mark.from, mark.to]
    case 'box':
    case 'ellipse': {
      const { x, y, widthPx, heightPx } = mark.rect
      return [
        { x, y },
        { x: x + widthPx, y: y + heightPx },
      ]
    }
    case 'scribble':
      return mark.points
    case 'note':
      return [mark.at]
  }
}

/** What a mark points at: an arrow's tip, otherwise its center. */
export function markTarget(mark: Mark): Point {
  if (mark.shape === 'arrow') return mark.to
  if (mark.shape === 'note') return mark.at
  const { x, y, widthPx, heightPx } = markBounds(mark)
  return { x: x + widthPx / 2, y: y + heightPx / 2 }
}

/** Whether any of what a mark means is inside a part of the image. An arrow counts by its tip. */
export function isMarkWithin(mark: Mark, part: Rect): boolean {
  const bounds = mark.shape === 'arrow' ? { ...mark.to, widthPx: 1, heightPx: 1 } : markBounds(mark)
  return !isEmptyRect(intersectRects(bounds, part))
}

function third(from: number, length: number): number {
  return Math.min(2, Math.max(0, Math.floor((from / length) * 3)))
}

/** Left, center or right and upper, middle or lower third of a part, as indexes from 0. */
export function thirdOf(
  at: Point,
  { x, y, widthPx, heightPx }: Rect,
): { readonly column: number; readonly row: number } {
  return { column: third(at.x - x, widthPx), row: third(at.y - y, heightPx) }
}

function percent(from: number, length: number): number {
  return Math.min(100, Math.max(0, Math.round((from / length) * 100)))
}

/** Position within a part in whole percent, 0 to 100. */
export function percentOf(at: Point, { x, y, widthPx, heightPx }: Rect): Point {
  return { x: percent(at.x - x, widthPx), y: percent(at.y - y, heightPx) }
}

/** Marks as they are in an image of `size`; those wholly outside it mean nothing. */
export function visibleMarks(marks: readonly Mark[], size: Size): readonly Mark[] {
  return marks.filter((mark) => isMarkWithin(mark, { x: 0, y: 0, ...size }))
}
