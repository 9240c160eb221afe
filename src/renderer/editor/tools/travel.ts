import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { HeldModifiers, Scene } from './tool.ts'

type Scale = Pick<Scene, 'zoom' | 'view'>

/** Travel below this is a click, not a drag, CSS pixels. */
const clickTravelCssPx = 3
/** Default distance of an arrow key, CSS pixels: visible at every zoom, exact when zoomed in. */
const arrowTravelCssPx = 8

/** Converts CSS pixels on screen to image pixels. */
export function screenToImage(cssPx: number, { zoom, view }: Scale): number {
  return (cssPx * view.dpr) / zoom
}

export function isClick(from: Point, to: Point, scale: Scale): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) < screenToImage(clickTravelCssPx, scale)
}

/** Distance of one arrow key press in image pixels; with Alt exactly one. */
export function arrowStep(scale: Scale, keys: HeldModifiers): number {
  return keys.alt ? 1 : Math.max(1, Math.round(screenToImage(arrowTravelCssPx, scale)))
}

/** Rotates `to` about `from` to the nearest multiple of 45°. */
export function snapTo45(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const eighth = Math.PI / 4
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / eighth) * eighth
  return { x: from.x + Math.cos(angle) * length, y: from.y + Math.sin(angle) * length }
}

export function isInside(at: Point, size: Size): boolean {
  return at.x >= 0 && at.y >= 0 && at.x < size.widthPx && at.y < size.heightPx
}

/** A centered rectangle of half the image's size: the start of a shape made by keyboard. */
export function centeredRect({ widthPx, heightPx }: Size): Rect {
  const size = { widthPx: Math.max(1, Math.round(widthPx / 2)), heightPx: Math.max(1, Math.round(heightPx / 2)) }
  return { x: Math.floor((widthPx - size.widthPx) / 2), y: Math.floor((heightPx - size.heightPx) / 2), ...size }
}

/** Describes position and size for users. */
export function formatRect({ x, y, widthPx, heightPx }: Rect): string {
  return messages.areaAt({ widthPx, heightPx, x, y })
}

export function formatPoint({ x, y }: Point): string {
  return `${Math.round(x)}, ${Math.round(y)}`
}
