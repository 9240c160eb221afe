import type { Rect, Size } from '../../../shared/util/geometry.ts'

/** What of a length stays where it is when it is made shorter; `slides`: it may be moved as well. */
export type Anchor = 'start' | 'end' | 'middle' | 'slides'

/** The rectangle made smaller in its own shape, until it lies inside the picture; what slides is moved first. */
export function fitInside(rect: Rect, anchors: { readonly x: Anchor; readonly y: Anchor }, size: Size): Rect {
  const mostWidth = room(anchors.x, rect.x, rect.widthPx, size.widthPx)
  const mostHeight = room(anchors.y, rect.y, rect.heightPx, size.heightPx)
  const factor = Math.min(1, mostWidth / rect.widthPx, mostHeight / rect.heightPx)
  const widthPx = Math.max(1, Math.round(rect.widthPx * factor))
  const heightPx = Math.max(1, Math.round(rect.heightPx * factor))
  return {
    x: startOf(anchors.x, rect.x, rect.widthPx, widthPx, size.widthPx),
    y: startOf(anchors.y, rect.y, rect.heightPx, heightPx, size.heightPx),
    widthPx,
    heightPx,
  }
}

function room(anchor: Anchor, from: number, length: number, available: number): number {
  switch (anchor) {
    case 'start':
      return available - from
    case 'end':
      return from + length
    case 'middle': {
      const middle = from + length / 2
      return 2 * Math.min(middle, available - middle)
    }
    case 'slides':
      return available
  }
}

function startOf(anchor: Anchor, from: number, before: number, after: number, available: number): number {
  const shares: Readonly<Record<Anchor, number>> = { start: 0, end: 1, middle: 0.5, slides: 0.5 }
  const start = Math.round(from + (before - after) * shares[anchor])
  return Math.min(available - after, Math.max(0, start))
}
