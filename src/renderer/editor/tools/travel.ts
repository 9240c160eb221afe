import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { HeldModifiers, Scene } from './tool.ts'

type Scale = Pick<Scene, 'zoom' | 'view'>

/** Under this a hand that only clicked cannot be told from one that dragged, CSS pixels. */
const clickTravelCssPx = 3
/** How far an arrow key goes where nothing else is said, CSS pixels: seen at every zoom, exact when zoomed in. */
const arrowTravelCssPx = 8

/** So many CSS pixels of the screen in picture pixels. */
export function screenToPicture(cssPx: number, { zoom, view }: Scale): number {
  return (cssPx * view.dpr) / zoom
}

export function isClick(from: Point, to: Point, scale: Scale): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) < screenToPicture(clickTravelCssPx, scale)
}

/** What one press of an arrow key is worth in picture pixels; with Alt exactly one. */
export function arrowStep(scale: Scale, keys: HeldModifiers): number {
  return keys.alt ? 1 : Math.max(1, Math.round(screenToPicture(arrowTravelCssPx, scale)))
}

/** Turns `to` about `from` onto the nearest multiple of 45°. */
export function snapTo45(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const eighth = Math.PI / 4
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / eighth) * eighth
  return { x: from.x + Math.cos(angle) * length, y: from.y + Math.sin(angle) * length }
}

export function isInside(at: Point, size: Size): boolean {
  return at.x >= 0 && at.y >= 0 && at.x < size.widthPx && at.y < size.heightPx
}

/** Half the picture's sides, in its middle: where a shape made by keys begins. */
export function middleRect({ widthPx, heightPx }: Size): Rect {
  const size = { widthPx: Math.max(1, Math.round(widthPx / 2)), heightPx: Math.max(1, Math.round(heightPx / 2)) }
  return { x: Math.floor((widthPx - size.widthPx) / 2), y: Math.floor((heightPx - size.heightPx) / 2), ...size }
}

/** For people: where and how large. */
export function sayRect({ x, y, widthPx, heightPx }: Rect): string {
  return messages.areaAt({ widthPx, heightPx, x, y })
}

export function sayPoint({ x, y }: Point): string {
  return `${Math.round(x)}, ${Math.round(y)}`
}
