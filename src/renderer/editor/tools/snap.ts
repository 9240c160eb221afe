import type { Point, Rect } from '../../../shared/util/geometry.ts'
import { screenToImage } from './travel.ts'
import type { Scene } from './tool.ts'

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
function pull(places: readonly number[], lengthPx: number, reach: number): number {
  const ways = places.flatMap((at) => [-at, lengthPx - at]).filter((way) => Math.abs(way) <= reach)
  return ways.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0
}
