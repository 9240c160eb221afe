import type { Point, Size } from '../../src/shared/util/geometry.ts'

/** Enough to see where they are. */
const foundMax = 10

/** Returns the first pixels that something holds for. An assertion for each pixel takes seconds for a whole image. */
export function findPixels({ widthPx, heightPx }: Size, holds: (x: number, y: number) => boolean): Point[] {
  const found: Point[] = []
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (holds(x, y) && found.push({ x, y }) === foundMax) return found
    }
  }
  return found
}
