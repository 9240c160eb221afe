import type { Point, Rect } from '../../../shared/util/geometry.ts'

export interface RectRule {
  /** Fixed ratio of width to height; null = free. */
  readonly ratio: number | null
  /** `from` is the center, not a corner. */
  readonly isFromCenter: boolean
}

/**
 * The rectangle drawn from one point to another, whole pixels. With a ratio, it is the smallest one of that ratio that
 * reaches the pointer on its farther side. May be empty.
 */
export function drawRect(from: Point, to: Point, { ratio, isFromCenter }: RectRule): Rect {
  const times = isFromCenter ? 2 : 1
  let across = Math.abs(to.x - from.x) * times
  let upright = Math.abs(to.y - from.y) * times
  if (ratio !== null) {
    across = Math.max(across, upright * ratio)
    upright = across / ratio
  }
  const widthPx = Math.round(across)
  const heightPx = Math.round(upright)
  return {
    x: start(from.x, to.x, widthPx, isFromCenter),
    y: start(from.y, to.y, heightPx, isFromCenter),
    widthPx,
    heightPx,
  }
}

function start(from: number, to: number, length: number, isAround: boolean): number {
  if (isAround) return Math.round(from - length / 2)
  return Math.round(from) - (to < from ? length : 0)
}
