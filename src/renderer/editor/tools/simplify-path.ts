import { scribblePointsMax } from '../../../shared/domain/markup.ts'
import type { Point } from '../../../shared/util/geometry.ts'

/**
 * Returns a path of few points that deviates from the drawn one by at most `deviation` pixels (Douglas–Peucker), more
 * only where it would have too many points otherwise. At least two.
 */
export function simplifyPath(points: readonly Point[], deviation: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return []
  const kept = [first, ...between(points, 0, points.length - 1, deviation), last]
  return kept.length <= scribblePointsMax ? kept : simplifyPath(kept, deviation * 1.5)
}

function between(points: readonly Point[], from: number, to: number, deviation: number): Point[] {
  let [farthest, most] = [-1, deviation]
  for (let at = from + 1; at < to; at++) {
    const away = distanceToSegment(points[at]!, points[from]!, points[to]!)
    if (away > most) [farthest, most] = [at, away]
  }
  if (farthest < 0) return []
  return [...between(points, from, farthest, deviation), points[farthest]!, ...between(points, farthest, to, deviation)]
}

/** Share of a path's length by which its ends may miss each other, as nobody closes an outline exactly. */
const gapShare = 0.1

/** Whether a drawn path is an outline: its ends meet within `reach` pixels, or within a tenth of its length. */
export function isClosedPath(points: readonly Point[], reach: number): boolean {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return false
  const length = points.reduce((sum, to, at) => sum + distance(points[at - 1] ?? to, to), 0)
  return length > reach * 4 && distance(first, last) <= Math.max(reach, length * gapShare)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

export function distanceToSegment({ x, y }: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y }
  const squared = along.x ** 2 + along.y ** 2
  const share = squared === 0 ? 0 : ((x - from.x) * along.x + (y - from.y) * along.y) / squared
  const within = Math.max(0, Math.min(1, share))
  return Math.hypot(x - from.x - along.x * within, y - from.y - along.y * within)
}
