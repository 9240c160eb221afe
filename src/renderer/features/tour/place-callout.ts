import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'

export type Side = 'top' | 'right' | 'bottom' | 'left'

/** CSS pixels between the callout and what it speaks of, and the edges of the window. */
const gapPx = 14
const marginPx = 12

/**
 * Where the callout goes: beside the anchor on the first side with room, or else in the lower right corner of
 * the window, since messages are at its left. Everything in CSS pixels of the page.
 */
export function placeCallout(anchor: Rect | null, size: Size, page: Size, sides: readonly Side[]): Point {
  const low = { x: page.widthPx, y: page.heightPx }
  if (anchor === null) return inside(low, size, page)
  const found = sides.map((side) => beside(anchor, size, side)).find((at) => hasRoom(anchor, at, size, page))
  return inside(found ?? low, size, page)
}

function beside(anchor: Rect, { widthPx, heightPx }: Size, side: Side): Point {
  const middle = { x: anchor.x + (anchor.widthPx - widthPx) / 2, y: anchor.y + (anchor.heightPx - heightPx) / 2 }
  switch (side) {
    case 'top':
      return { ...middle, y: anchor.y - heightPx - gapPx }
    case 'bottom':
      return { ...middle, y: anchor.y + anchor.heightPx + gapPx }
    case 'left':
      return { ...middle, x: anchor.x - widthPx - gapPx }
    case 'right':
      return { ...middle, x: anchor.x + anchor.widthPx + gapPx }
  }
}

/** Whether it neither leaves the page nor, moved into it, covers the anchor. */
function hasRoom(anchor: Rect, at: Point, size: Size, page: Size): boolean {
  const { x, y } = inside(at, size, page)
  const isAside = x >= anchor.x + anchor.widthPx || x + size.widthPx <= anchor.x
  const isAboveOrBelow = y >= anchor.y + anchor.heightPx || y + size.heightPx <= anchor.y
  return isAside || isAboveOrBelow
}

function inside({ x, y }: Point, { widthPx, heightPx }: Size, page: Size): Point {
  return {
    x: Math.max(marginPx, Math.min(x, page.widthPx - widthPx - marginPx)),
    y: Math.max(marginPx, Math.min(y, page.heightPx - heightPx - marginPx)),
  }
}
