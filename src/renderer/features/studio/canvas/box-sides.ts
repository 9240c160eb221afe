import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'

export const boxSides = ['left', 'top', 'right', 'bottom'] as const
export type BoxSide = (typeof boxSides)[number]

/** Minimum side of the area that is sent, in image pixels. */
const leastPx = 64

/** Position of a side along the axis it moves on. */
export function edgeOf({ x, y, widthPx, heightPx }: Rect, side: BoxSide): number {
  switch (side) {
    case 'left':
      return x
    case 'top':
      return y
    case 'right':
      return x + widthPx
    case 'bottom':
      return y + heightPx
  }
}

export function sideMiddle(box: Rect, side: BoxSide): Point {
  const isAcross = side === 'left' || side === 'right'
  const edge = edgeOf(box, side)
  return isAcross ? { x: edge, y: box.y + box.heightPx / 2 } : { x: box.x + box.widthPx / 2, y: edge }
}

/** Moves one side of the box, whole pixels; the box stays inside the image and keeps a minimum size. */
export function moveSide(box: Rect, side: BoxSide, to: number, image: Size): Rect {
  const [right, bottom] = [box.x + box.widthPx, box.y + box.heightPx]
  switch (side) {
    case 'left': {
      const x = within(to, 0, right - leastPx)
      return { ...box, x, widthPx: right - x }
    }
    case 'top': {
      const y = within(to, 0, bottom - leastPx)
      return { ...box, y, heightPx: bottom - y }
    }
    case 'right':
      return { ...box, widthPx: within(to, box.x + leastPx, image.widthPx) - box.x }
    case 'bottom':
      return { ...box, heightPx: within(to, box.y + leastPx, image.heightPx) - box.y }
  }
}

function within(value: number, least: number, most: number): number {
  return Math.round(Math.max(Math.min(least, most), Math.min(most, value)))
}
