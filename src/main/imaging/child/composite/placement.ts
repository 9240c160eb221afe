import type { Size } from '../../../../shared/util/geometry.ts'

/**
 * How the content of a response is placed over its image: the content at p in the image is at `center + scale · R(rotation)
 * · (p − center) + shift` in the response, in image pixels relative to the crop's corner.
 */
export interface Similarity {
  readonly shiftX: number
  readonly shiftY: number
  readonly scale: number
  readonly rotation: number
}

export const inPlace: Similarity = { shiftX: 0, shiftY: 0, scale: 1, rotation: 0 }

/** Returns the same placement for another size of the crop. */
export function resizePlacement(placement: Similarity, factor: number): Similarity {
  return { ...placement, shiftX: placement.shiftX * factor, shiftY: placement.shiftY * factor }
}

/** x' = ax·x + bx·y + cx, y' = ay·x + by·y + cy; the center of the first pixel is at 0.5, 0.5. */
export interface Affine {
  readonly ax: number
  readonly bx: number
  readonly cx: number
  readonly ay: number
  readonly by: number
  readonly cy: number
}

export function affineOf({ shiftX, shiftY, scale, rotation }: Similarity, { widthPx, heightPx }: Size): Affine {
  const a = scale * Math.cos(rotation)
  const b = scale * Math.sin(rotation)
  const [x, y] = [widthPx / 2, heightPx / 2]
  return { ax: a, bx: -b, cx: x + shiftX - a * x + b * y, ay: b, by: a, cy: y + shiftY - b * x - a * y }
}

/** Applies `inner` first, then `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  return {
    ax: outer.ax * inner.ax + outer.bx * inner.ay,
    bx: outer.ax * inner.bx + outer.bx * inner.by,
    cx: outer.ax * inner.cx + outer.bx * inner.cy + outer.cx,
    ay: outer.ay * inner.ax + outer.by * inner.ay,
    by: outer.ay * inner.bx + outer.by * inner.by,
    cy: outer.ay * inner.cx + outer.by * inner.cy + outer.cy,
  }
}
