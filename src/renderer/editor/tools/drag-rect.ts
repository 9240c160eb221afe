import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { drawRect, type RectRule } from './draw-rect.ts'
import { gripDirections } from './handles.ts'
import type { Grip } from './tool.ts'

/**
 * Returns a rectangle with one side or corner dragged, whole pixels, at least one per side. Dragged past the opposite
 * side, it flips. A side with a fixed ratio keeps the center of the other axis.
 */
export function dragRect(start: Rect, grip: Grip, to: Point, rule: RectRule): Rect {
  const way = gripDirections[grip]
  const anchor = {
    x: anchorOf(start.x, start.widthPx, way.x, rule.isFromCenter),
    y: anchorOf(start.y, start.heightPx, way.y, rule.isFromCenter),
  }
  if (way.x !== 0 && way.y !== 0) return atLeastOne(drawRect(anchor, to, rule))
  const times = rule.isFromCenter ? 2 : 1
  const drawn = drawRect(anchor, to, { ratio: null, isFromCenter: rule.isFromCenter })
  if (way.y === 0) {
    const heightPx = rule.ratio === null ? start.heightPx : Math.round((Math.abs(to.x - anchor.x) * times) / rule.ratio)
    return atLeastOne({ ...drawn, y: centered(start.y, start.heightPx, heightPx), heightPx })
  }
  const widthPx = rule.ratio === null ? start.widthPx : Math.round(Math.abs(to.y - anchor.y) * times * rule.ratio)
  return atLeastOne({ ...drawn, x: centered(start.x, start.widthPx, widthPx), widthPx })
}

/** Position of the dragged grip; the center along an axis it does not move. */
export function gripPoint({ x, y, widthPx, heightPx }: Rect, grip: Grip): Point {
  const way = gripDirections[grip]
  return { x: x + ((way.x + 1) / 2) * widthPx, y: y + ((way.y + 1) / 2) * heightPx }
}

/** Moves the rectangle inside, clipping it if it is larger. */
export function keepInside(rect: Rect, size: Size): Rect {
  const widthPx = Math.min(rect.widthPx, size.widthPx)
  const heightPx = Math.min(rect.heightPx, size.heightPx)
  return {
    x: Math.min(size.widthPx - widthPx, Math.max(0, rect.x)),
    y: Math.min(size.heightPx - heightPx, Math.max(0, rect.y)),
    widthPx,
    heightPx,
  }
}

function anchorOf(from: number, length: number, way: number, isFromCenter: boolean): number {
  if (isFromCenter || way === 0) return from + length / 2
  return way > 0 ? from : from + length
}

function centered(from: number, before: number, after: number): number {
  return Math.round(from + (before - after) / 2)
}

function atLeastOne(rect: Rect): Rect {
  return { ...rect, widthPx: Math.max(1, rect.widthPx), heightPx: Math.max(1, rect.heightPx) }
}
