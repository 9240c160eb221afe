import { boxMean, type Plane, type LabImage } from './planes.ts'

/** A plane as a linear function of the guide's colors around each pixel: `r·R + g·G + b·B + offset`. */
export interface LinearModel {
  readonly slopes: readonly [Float32Array, Float32Array, Float32Array]
  readonly offset: Float32Array
}

/**
 * Fits a plane to the edges of an image: around each pixel, the best linear function of its colors (He, Sun & Tang
 * 2013, "Guided Image Filtering"). The function can be applied to the same image at a larger size.
 * @param epsilon variance of the guide below which it is considered flat
 */
export function guidedModel(guide: LabImage, plane: Plane, radius: number, epsilon: number): LinearModel {
  const mean = (values: Float32Array) => boxMean(guide, values, radius)
  const [r, g, b] = guide.channels as readonly [Float32Array, Float32Array, Float32Array]
  const means = [mean(r), mean(g), mean(b)] as const
  const planeMean = mean(plane.values)
  const shared = [r, g, b].map((channel) => mean(product(channel, plane.values)))
  const squares = [product(r, r), product(r, g), product(r, b), product(g, g), product(g, b), product(b, b)].map(mean)
  const slopes = [0, 1, 2].map(() => new Float32Array(r.length)) as [Float32Array, Float32Array, Float32Array]
  const offset = new Float32Array(r.length)
  for (let i = 0; i < r.length; i++) {
    const [mr, mg, mb] = [means[0][i]!, means[1][i]!, means[2][i]!]
    const p = planeMean[i]!
    const solved = solveSymmetric(
      squares[0]![i]! - mr * mr + epsilon,
      squares[1]![i]! - mr * mg,
      squares[2]![i]! - mr * mb,
      squares[3]![i]! - mg * mg + epsilon,
      squares[4]![i]! - mg * mb,
      squares[5]![i]! - mb * mb + epsilon,
      [shared[0]![i]! - mr * p, shared[1]![i]! - mg * p, shared[2]![i]! - mb * p],
    )
    for (let c = 0; c < 3; c++) slopes[c]![i] = solved[c]!
    offset[i] = p - solved[0] * mr - solved[1] * mg - solved[2] * mb
  }
  return { slopes: [mean(slopes[0]), mean(slopes[1]), mean(slopes[2])], offset: mean(offset) }
}

function product(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value * b[i]!)
}

/** Solves a symmetric 3 × 3 system by its adjugate. */
function solveSymmetric(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  [x, y, z]: readonly [number, number, number],
): readonly [number, number, number] {
  const A = d * f - e * e
  const B = c * e - b * f
  const C = b * e - c * d
  const D = a * f - c * c
  const E = b * c - a * e
  const F = a * d - b * b
  const determinant = a * A + b * B + c * C
  return [
    (A * x + B * y + C * z) / determinant,
    (B * x + D * y + E * z) / determinant,
    (C * x + E * y + F * z) / determinant,
  ]
}

export function applyModel({ slopes, offset }: LinearModel, guide: LabImage): Plane {
  const [r, g, b] = guide.channels
  const values = offset.map(
    (value, i) => slopes[0][i]! * r![i]! + slopes[1][i]! * g![i]! + slopes[2][i]! * b![i]! + value,
  )
  return { widthPx: guide.widthPx, heightPx: guide.heightPx, values }
}
