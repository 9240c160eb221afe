import type { Size } from './geometry.ts'

/** Maximum relative deviation of a side from the other image's shape: services round sizes. */
const tolerance = 0.01

/** Whether two images have the same aspect ratio, so that positions as fractions of the sides match. */
export function hasSameShape(first: Size, second: Size): boolean {
  const [a, b] = [first.widthPx * second.heightPx, second.widthPx * first.heightPx]
  return Math.abs(a - b) <= tolerance * Math.max(a, b)
}
