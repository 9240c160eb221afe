import type { Size } from './geometry.ts'

/** A side may be so much longer or shorter than the other picture's shape would have it: services round sizes. */
const tolerance = 0.01

/** Whether one picture, brought to the other's size, shows the same places: what lies where is told by share of the sides. */
export function hasSameShape(one: Size, other: Size): boolean {
  const [a, b] = [one.widthPx * other.heightPx, other.widthPx * one.heightPx]
  return Math.abs(a - b) <= tolerance * Math.max(a, b)
}
