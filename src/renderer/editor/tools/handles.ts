import type { Placement } from '../../../shared/domain/canvas-document.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { screenToPicture } from './travel.ts'
import type { Scene } from './tool.ts'

/** A rectangle that may be turned about its center; picture pixels, clockwise degrees. */
export interface HandleBox {
  readonly center: Point
  readonly halfWidth: number
  readonly halfHeight: number
  readonly rotationDeg: number
}

export type Grip = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

export interface Handle {
  readonly grip: Grip
  /** Its middle. */
  readonly at: Point
}

/** Where a grip lies as seen from the middle of the box, before it is turned. */
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
const grips = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const satisfies readonly Grip[]

/** Side of the square that is drawn, CSS pixels. */
export const handleCssPx = 9
/** How far beside an edge a press still takes hold of it, CSS pixels. */
const reachCssPx = 7
/** How far outside a corner a press turns the box, CSS pixels. */
const turnReachCssPx = 26

export function boxOfRect({ x, y, widthPx, heightPx }: Rect): HandleBox {
  return {
    center: { x: x + widthPx / 2, y: y + heightPx / 2 },
    halfWidth: widthPx / 2,
    halfHeight: heightPx / 2,
    rotationDeg: 0,
  }
}

/** Flips mirror what is in the box, not the box. */
export function boxOfPlacement(placement: Placement, pictureSize: Size): HandleBox {
  return {
    center: { x: placement.centreX, y: placement.centreY },
    halfWidth: (pictureSize.widthPx * placement.scaleX) / 2,
    halfHeight: (pictureSize.heightPx * placement.scaleY) / 2,
    rotationDeg: placement.rotationDeg,
  }
}

/** The four corners and the four middles of the sides, clockwise from the top left; to be drawn and to be taken hold of. */
export function handlesOf(box: HandleBox): readonly Handle[] {
  return grips.map((grip) => ({ grip, at: pointOf(box, grip) }))
}

/** The corners, clockwise from the top left. */
export function cornersOf(box: HandleBox): readonly Point[] {
  return (['nw', 'ne', 'se', 'sw'] as const).map((grip) => pointOf(box, grip))
}

export function pointOf(box: HandleBox, grip: Grip): Point {
  const { x, y } = gripDirections[grip]
  return fromBox(box, { x: x * box.halfWidth, y: y * box.halfHeight })
}

/** From the box's own axes, origin at its center, to the picture. */
export function fromBox({ center, rotationDeg }: HandleBox, local: Point): Point {
  const turned = turn(local, rotationDeg)
  return { x: center.x + turned.x, y: center.y + turned.y }
}

export function toBox({ center, rotationDeg }: HandleBox, at: Point): Point {
  return turn({ x: at.x - center.x, y: at.y - center.y }, -rotationDeg)
}

export function turn({ x, y }: Point, byDeg: number): Point {
  const angle = (byDeg * Math.PI) / 180
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return { x: x * cos - y * sin, y: x * sin + y * cos }
}

export type Hit = Grip | 'inside' | 'turn' | null

/**
 * What a press takes hold of: a corner, anywhere along a side, the inside, or, a little outside a corner, the turning.
 * Measured on the screen, however the view is zoomed, turned or mirrored. The inner half of a tiny box is its inside.
 */
export function hitHandle(box: HandleBox, at: Point, scale: Pick<Scene, 'zoom' | 'view'>): Hit {
  const reach = screenToPicture(reachCssPx, scale)
  const local = toBox(box, at)
  const x = sideAt(local.x, box.halfWidth, reach)
  const y = sideAt(local.y, box.halfHeight, reach)
  if (x !== null && y !== null) return gripAt(x, y)
  const overX = Math.max(0, Math.abs(local.x) - box.halfWidth)
  const overY = Math.max(0, Math.abs(local.y) - box.halfHeight)
  const cornerX = Math.abs(Math.abs(local.x) - box.halfWidth)
  const cornerY = Math.abs(Math.abs(local.y) - box.halfHeight)
  const isOutside = overX > 0 || overY > 0
  return isOutside && Math.hypot(cornerX, cornerY) <= screenToPicture(turnReachCssPx, scale) ? 'turn' : null
}

/** -1 or 1 = at that side, 0 = between them, null = outside. */
function sideAt(at: number, half: number, reach: number): -1 | 0 | 1 | null {
  const beyond = Math.abs(at) - half
  if (beyond > reach) return null
  if (beyond < -Math.min(reach, half / 2)) return 0
  return at < 0 ? -1 : 1
}

function gripAt(x: -1 | 0 | 1, y: -1 | 0 | 1): Grip | 'inside' {
  const found = grips.find((grip) => gripDirections[grip].x === x && gripDirections[grip].y === y)
  return found ?? 'inside'
}
