import type { Point, Rect } from '../util/geometry.ts'
import type { Mark } from './markup.ts'

/** Returns the mark with all its points mapped and rounded to whole pixels. `map` must keep rectangles upright. */
export function mapMark(mark: Mark, map: (at: Point) => Point): Mark {
  const whole = (at: Point) => {
    const { x, y } = map(at)
    return { x: Math.round(x), y: Math.round(y) }
  }
  switch (mark.shape) {
    case 'arrow':
      return { ...mark, from: whole(mark.from), to: whole(mark.to) }
    case 'box':
    case 'ellipse': {
      const { x, y, widthPx, heightPx } = mark.rect
      return { ...mark, rect: rectBetween(whole({ x, y }), whole({ x: x + widthPx, y: y + heightPx })) }
    }
    case 'scribble':
      return { ...mark, points: mark.points.map(whole) }
    case 'note':
      return { ...mark, at: whole(mark.at) }
  }
}

export function moveMark(mark: Mark, by: Point): Mark {
  return mapMark(mark, ({ x, y }) => ({ x: x + by.x, y: y + by.y }))
}

/** The upright rectangle between two corners. */
export function rectBetween(a: Point, b: Point): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, widthPx: Math.max(a.x, b.x) - x, heightPx: Math.max(a.y, b.y) - y }
}
