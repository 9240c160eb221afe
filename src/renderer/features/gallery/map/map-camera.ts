import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/** What is in view: the map's point at the center, and CSS pixels per unit of the map, whose longer side is 1. */
export interface MapCamera extends Point {
  readonly scale: number
}

/** On the map: `left` to `right` and `top` to `bottom`. */
export interface MapRect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Kept free around the map when it is fitted, so that tiles at its edge are whole. */
const marginPx = 56
/** Around an image that keys lead to, CSS pixels; less than that margin: keys do not move a fitted map. */
const revealedRoomPx = 40

export function fitCamera({ left, top, right, bottom }: MapRect, area: Size): MapCamera {
  const across = Math.max(1, area.widthPx - 2 * marginPx) / Math.max(1e-6, right - left)
  const down = Math.max(1, area.heightPx - 2 * marginPx) / Math.max(1e-6, bottom - top)
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(across, down) }
}

export function mapToScreen({ x, y, scale }: MapCamera, area: Size, at: Point): Point {
  return { x: area.widthPx / 2 + (at.x - x) * scale, y: area.heightPx / 2 + (at.y - y) * scale }
}

export function toMap({ x, y, scale }: MapCamera, area: Size, at: Point): Point {
  return { x: x + (at.x - area.widthPx / 2) / scale, y: y + (at.y - area.heightPx / 2) / scale }
}

export function panMapBy(camera: MapCamera, by: Point): MapCamera {
  return { ...camera, x: camera.x - by.x / camera.scale, y: camera.y - by.y / camera.scale }
}

/** What is at `at` on the screen stays there. */
export function zoomMapAt(camera: MapCamera, area: Size, at: Point, factor: number, limits: ScaleLimits): MapCamera {
  const scale = clamp(camera.scale * factor, limits.min, limits.max)
  const fixed = toMap(camera, area, at)
  const offset = toMap({ ...camera, scale }, area, at)
  return { scale, x: camera.x + fixed.x - offset.x, y: camera.y + fixed.y - offset.y }
}

export interface ScaleLimits {
  readonly min: number
  readonly max: number
}

/** Keeps the center of the view within the map: it can always be found again. */
export function keepOnMap(camera: MapCamera, { left, top, right, bottom }: MapRect): MapCamera {
  return { ...camera, x: clamp(camera.x, left, right), y: clamp(camera.y, top, bottom) }
}

/** The part of the map in view. `extraPx`: that much more on each side. */
export function rectInView(camera: MapCamera, area: Size, extraPx = 0): MapRect {
  const { x: left, y: top } = toMap(camera, area, { x: -extraPx, y: -extraPx })
  const { x: right, y: bottom } = toMap(camera, area, { x: area.widthPx + extraPx, y: area.heightPx + extraPx })
  return { left, top, right, bottom }
}

/** Moves the view as little as possible so that a point is in it, with room around it; far away, to its center. */
export function revealPoint(camera: MapCamera, area: Size, at: Point): MapCamera {
  const { x, y } = mapToScreen(camera, area, at)
  const isFar =
    Math.abs(x - area.widthPx / 2) > 1.5 * area.widthPx || Math.abs(y - area.heightPx / 2) > 1.5 * area.heightPx
  if (isFar) return { ...camera, ...at }
  const room = { x: Math.min(revealedRoomPx, area.widthPx / 2), y: Math.min(revealedRoomPx, area.heightPx / 2) }
  const by = {
    x: clamp(x, room.x, area.widthPx - room.x) - x,
    y: clamp(y, room.y, area.heightPx - room.y) - y,
  }
  return by.x === 0 && by.y === 0 ? camera : panMapBy(camera, by)
}
