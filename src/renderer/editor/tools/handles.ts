import type { Placement } from '../../../shared/domain/canvas-document.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { Grip, Handle } from './tool.ts'

/** A rectangle that may be rotated about its center; image pixels, clockwise degrees. */
export interface HandleBox {
  readonly center: Point
  readonly halfWidth: number
  readonly halfHeight: number
  readonly rotationDeg: number
}

/** Direction of a grip from the center of the box, before rotation. */
export const gripDirections: Readonly<Record<Grip, Point>> = {
  nw: { x: -1, y: -1 },
  n: { x: 0, y: -1 },
  ne: { x: 1, y: -1 },
  e: { x: 1, y: 0 },
  se: { x: 1, y: 1 },
  s: { x: 0, y: 1 },
  sw: { x: -1, y: 1 },
  w: { x: -1, y: 0 },
}

export function boxOfRect({ x, y, widthPx, heightPx }: Rect): HandleBox {
  return {
    center: { x: x + widthPx / 2, y: y + heightPx / 2 },
    halfWidth: widthPx / 2,
    halfHeight: heightPx / 2,
    rotationDeg: 0,
  }
}

/** Flips mirror the contents of the box, not the box. */
export function boxOfPlacement(placement: Placement, imageSize: Size): HandleBox {
  return {
    center: { x: placement.centreX, y: placement.centreY },
    halfWidth: (imageSize.widthPx * placement.scaleX) / 2,
    halfHeight: (imageSize.heightPx * placement.scaleY) / 2,
    rotationDeg: placement.rotationDeg,
  }
}

/** What a press on a rectangle does: drag one of its grips, move it, or draw a new one. */
export function rectHold(handle: Handle | null): Grip | 'inside' | 'new' {
  if (handle === 'inside') return handle
  return handle !== null && isGrip(handle) ? handle : 'new'
}

export function isGrip(handle: Handle): handle is Grip {
  return handle in gripDirections
}

/** Converts from the box's own axes, origin at its center, to image coordinates. */
export function fromBox({ center, rotationDeg }: HandleBox, local: Point): Point {
  const turned = turn(local, rotationDeg)
  return { x: center.x + turned.x, y: center.y + turned.y }
}

export function turn({ x, y }: Point, byDeg: number): Point {
  const angle = (byDeg * Math.PI) / 180
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return { x: x * cos - y * sin, y: x * sin + y * cos }
}
