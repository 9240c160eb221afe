import type { Point, Rect } from '../../../shared/util/geometry.ts'
import { screenToPicture } from './travel.ts'
import type { Scene } from './tool.ts'

/** What comes this near to the picture's border is drawn onto it, CSS pixels. */
const reachCssPx = 6

export function snapPoint({ x, y }: Point, scene: Scene): Point {
  const reach = screenToPicture(reachCssPx, scene)
  return { x: x + pull([x], scene.size.widthPx, reach), y: y + pull([y], scene.size.heightPx, reach) }
}

/** Moves the rectangle so that a side of it lies on the picture's border. */
export function snapRect(rect: Rect, scene: Scene): Rect {
  const reach = screenToPicture(reachCssPx, scene)
  return {
    ...rect,
    x: rect.x + pull([rect.x, rect.x + rect.widthPx], scene.size.widthPx, reach),
    y: rect.y + pull([rect.y, rect.y + rect.heightPx], scene.size.heightPx, reach),
  }
}

/** The shortest way that takes one of the places onto a border, 0 where none is near. */
function pull(places: readonly number[], lengthPx: number, reach: number): number {
  const ways = places.flatMap((at) => [-at, lengthPx - at]).filter((way) => Math.abs(way) <= reach)
  return ways.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0
}
