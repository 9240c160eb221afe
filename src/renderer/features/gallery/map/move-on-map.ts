import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { GridMove } from '../grid/move-in-layout.ts'
import { rectInView, type MapCamera, type MapRect } from './map-camera.ts'
import { brightPoint, type MapScene } from './map-scene.ts'

interface MapPosition {
  readonly scene: MapScene
  readonly camera: MapCamera
  readonly area: Size
  readonly tilePx: number
}

const directions: Readonly<Partial<Record<GridMove, Point>>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  'page-up': { x: 0, y: -1 },
  'page-down': { x: 0, y: 1 },
}

/** A step aside counts as much as this many ahead. */
const asideCost = 2

/**
 * Returns the image that a key leads to: of those shown as tiles at this zoom, the nearest in that direction, also
 * outside of the view; by pages, the one nearest to a view's height ahead. Without a current image, the one nearest to
 * the center. null = there is none, or the key does not move by place.
 */
export function moveOnMap(position: MapPosition, from: number | null, move: GridMove): number | null {
  const { scene, camera, area, tilePx } = position
  const direction = directions[move]
  if (direction === undefined) return null
  const level = scene.levelFor(camera.scale, tilePx)
  if (from === null || scene.states[from] !== brightPoint) {
    const inView = scene.tilesIn(rectInView(camera, area), level)
    return nearest(inView.length > 0 ? inView : scene.tilesIn(scene.bounds, level), (point) => {
      const at = placeOf(scene, point)
      return Math.hypot(at.x - camera.x, at.y - camera.y)
    })
  }
  const start = placeOf(scene, from)
  const isPage = move === 'page-up' || move === 'page-down'
  const pageLength = isPage ? area.heightPx / camera.scale : 0
  const costOf = (point: number): number => {
    if (point === from) return Infinity
    const at = placeOf(scene, point)
    const ahead = (at.x - start.x) * direction.x + (at.y - start.y) * direction.y
    const aside = Math.abs((at.x - start.x) * direction.y) + Math.abs((at.y - start.y) * direction.x)
    // Within 45° to either side: each image is reached by some key.
    if (ahead <= 0 || (!isPage && aside > ahead)) return Infinity
    return Math.abs(ahead - pageLength) + asideCost * aside
  }
  const view = rectInView(camera, area)
  return (
    nearest(scene.tilesIn(around(start, view), level), costOf) ?? nearest(scene.tilesIn(scene.bounds, level), costOf)
  )
}

/** A view's width and height to each side. */
function around({ x, y }: Point, { left, top, right, bottom }: MapRect): MapRect {
  const [width, height] = [right - left, 1.5 * (bottom - top)]
  return { left: x - width, right: x + width, top: y - height, bottom: y + height }
}

function placeOf({ points: { positions } }: MapScene, point: number): Point {
  return { x: positions[2 * point]!, y: positions[2 * point + 1]! }
}

function nearest(points: readonly number[], costOf: (point: number) => number): number | null {
  let [best, least]: [number | null, number] = [null, Infinity]
  for (const point of points) {
    const cost = costOf(point)
    if (cost < least) [best, least] = [point, cost]
  }
  return best
}
