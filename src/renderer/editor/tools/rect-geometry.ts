import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { gripDirections } from './handles.ts'
import type { Grip, Scene, ToolEvent } from './tool.ts'
import { arrowStep, screenToImage } from './travel.ts'

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
    x: startOf(from.x, to.x, widthPx, isFromCenter),
    y: startOf(from.y, to.y, heightPx, isFromCenter),
    widthPx,
    heightPx,
  }
}

function startOf(from: number, to: number, length: number, isAround: boolean): number {
  if (isAround) return Math.round(from - length / 2)
  return Math.round(from) - (to < from ? length : 0)
}

/**
 * Returns a rectangle with one side or corner dragged, whole pixels, at least one per side. Dragged past the opposite
 * side, it flips. A side with a fixed ratio keeps the center of the other axis.
 */
export function dragRect(start: Rect, grip: Grip, to: Point, rule: RectRule): Rect {
  const direction = gripDirections[grip]
  const anchor = {
    x: anchorOf(start.x, start.widthPx, direction.x, rule.isFromCenter),
    y: anchorOf(start.y, start.heightPx, direction.y, rule.isFromCenter),
  }
  if (direction.x !== 0 && direction.y !== 0) return atLeastOne(drawRect(anchor, to, rule))
  const times = rule.isFromCenter ? 2 : 1
  const drawn = drawRect(anchor, to, { ratio: null, isFromCenter: rule.isFromCenter })
  if (direction.y === 0) {
    const heightPx = rule.ratio === null ? start.heightPx : Math.round((Math.abs(to.x - anchor.x) * times) / rule.ratio)
    return atLeastOne({ ...drawn, y: centered(start.y, start.heightPx, heightPx), heightPx })
  }
  const widthPx = rule.ratio === null ? start.widthPx : Math.round(Math.abs(to.y - anchor.y) * times * rule.ratio)
  return atLeastOne({ ...drawn, x: centered(start.x, start.widthPx, widthPx), widthPx })
}

/** Position of the dragged grip; the center along an axis it does not move. */
export function gripPoint({ x, y, widthPx, heightPx }: Rect, grip: Grip): Point {
  const direction = gripDirections[grip]
  return { x: x + ((direction.x + 1) / 2) * widthPx, y: y + ((direction.y + 1) / 2) * heightPx }
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

function anchorOf(from: number, length: number, direction: number, isFromCenter: boolean): number {
  if (isFromCenter || direction === 0) return from + length / 2
  return direction > 0 ? from : from + length
}

function centered(from: number, length: number, dragged: number): number {
  return Math.round(from + (length - dragged) / 2)
}

function atLeastOne(rect: Rect): Rect {
  return { ...rect, widthPx: Math.max(1, rect.widthPx), heightPx: Math.max(1, rect.heightPx) }
}

/** Nudges a rectangle: arrows move it; with Shift they move its right and bottom sides. Alt: by one pixel. */
export function nudgeRect(rect: Rect, nudge: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Rect {
  const step = arrowStep(scene, nudge.keys)
  const byX = nudge.byX * step
  const byY = nudge.byY * step
  if (!nudge.keys.shift) return { ...rect, x: rect.x + byX, y: rect.y + byY }
  return { ...rect, widthPx: Math.max(1, rect.widthPx + byX), heightPx: Math.max(1, rect.heightPx + byY) }
}

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

/** Points this close to the image's border snap to it, CSS pixels. */
const reachCssPx = 6

export function snapPoint({ x, y }: Point, scene: Scene): Point {
  const reach = screenToImage(reachCssPx, scene)
  return { x: x + pull([x], scene.size.widthPx, reach), y: y + pull([y], scene.size.heightPx, reach) }
}

/** Snaps a side of the rectangle to the image's border. */
export function snapRect(rect: Rect, scene: Scene): Rect {
  const reach = screenToImage(reachCssPx, scene)
  return {
    ...rect,
    x: rect.x + pull([rect.x, rect.x + rect.widthPx], scene.size.widthPx, reach),
    y: rect.y + pull([rect.y, rect.y + rect.heightPx], scene.size.heightPx, reach),
  }
}

/** The smallest move that takes one of the positions to a border, 0 if none is close. */
function pull(positions: readonly number[], lengthPx: number, reach: number): number {
  const offsets = positions.flatMap((at) => [-at, lengthPx - at]).filter((offset) => Math.abs(offset) <= reach)
  return offsets.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0
}
