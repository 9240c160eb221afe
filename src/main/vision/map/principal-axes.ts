import { symmetricEigenvectors } from './symmetric-eigenvectors.ts'
import { createRandom, type Points, type Steps } from './steps.ts'

/** A projection on the directions in which vectors differ most. */
export interface PrincipalAxes {
  readonly mean: Float32Array
  /** `count` directions of length 1, perpendicular to each other, the one with the largest variance first. */
  readonly axes: Float32Array
  readonly count: number
}

const iterations = 5

/**
 * Finds the principal axes of a sample by orthogonal iteration from random directions, with a Rayleigh–Ritz step at the
 * end (N. Halko, P. Martinsson, J. Tropp, "Finding structure with randomness", 2011). The sample is centered in place.
 *
 * @param wanted how many axes; there are fewer if the vectors have fewer dimensions
 */
export function* findPrincipalAxes(sample: Points, wanted: number, seed: number): Steps<PrincipalAxes> {
  const { dimensions } = sample
  const count = Math.min(wanted, dimensions)
  const mean = center(sample)
  const random = createRandom(seed)
  let axes: Float32Array = Float32Array.from({ length: count * dimensions }, () => random() - 0.5)
  orthonormalize(axes, count, dimensions)
  for (let round = 0; round < iterations; round++) {
    const next = new Float32Array(count * dimensions)
    for (let row = 0; row < sample.count; row++) {
      addOuter(next, sample.values, row * dimensions, axes, count, dimensions)
      if (row % 256 === 0) yield (round + row / sample.count) / iterations
    }
    axes = next
    orthonormalize(axes, count, dimensions)
  }
  return { mean, axes: byVariance(sample, axes, count), count }
}

/** @returns the projection of one vector, which begins at `from` */
export function project(
  { mean, axes, count }: PrincipalAxes,
  values: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
): void {
  const dimensions = mean.length
  for (let axis = 0; axis < count; axis++) {
    let sum = 0
    const offset = axis * dimensions
    for (let at = 0; at < dimensions; at++) sum += (values[from + at]! - mean[at]!) * axes[offset + at]!
    target[to + axis] = sum
  }
}

function center({ count, dimensions, values }: Points): Float32Array {
  const mean = new Float32Array(dimensions)
  for (let at = 0; at < values.length; at++) mean[at % dimensions]! += values[at]! / count
  for (let at = 0; at < values.length; at++) values[at]! -= mean[at % dimensions]!
  return mean
}

/** Adds xᵀx·axes for one row x of the sample. */
function addOuter(
  target: Float32Array,
  values: Float32Array,
  from: number,
  axes: Float32Array,
  count: number,
  dimensions: number,
): void {
  for (let axis = 0; axis < count; axis++) {
    const offset = axis * dimensions
    let length = 0
    for (let at = 0; at < dimensions; at++) length += values[from + at]! * axes[offset + at]!
    for (let at = 0; at < dimensions; at++) target[offset + at]! += length * values[from + at]!
  }
}

/** Gram–Schmidt, twice per direction, which keeps single precision exact enough. A direction that vanishes is left at 0. */
function orthonormalize(axes: Float32Array, count: number, dimensions: number): void {
  for (let axis = 0; axis < count; axis++) {
    const offset = axis * dimensions
    const before = Math.sqrt(dot(axes, offset, offset, dimensions))
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < axis; other++) {
        const share = dot(axes, offset, other * dimensions, dimensions)
        for (let at = 0; at < dimensions; at++) axes[offset + at]! -= share * axes[other * dimensions + at]!
      }
    }
    const length = Math.sqrt(dot(axes, offset, offset, dimensions))
    const scale = length > before * 1e-6 ? 1 / length : 0
    for (let at = 0; at < dimensions; at++) axes[offset + at]! *= scale
  }
}

function dot(values: Float32Array, from: number, other: number, dimensions: number): number {
  let sum = 0
  for (let at = 0; at < dimensions; at++) sum += values[from + at]! * values[other + at]!
  return sum
}

/** Turns the axes within the space they span so that their variances are uncorrelated and descend. */
function byVariance(sample: Points, axes: Float32Array, count: number): Float32Array {
  const { dimensions } = sample
  const covariance = new Float64Array(count * count)
  const row = new Float32Array(count)
  const basis = { mean: new Float32Array(dimensions), axes, count }
  for (let at = 0; at < sample.count; at++) {
    project(basis, sample.values, at * dimensions, row, 0)
    for (let one = 0; one < count; one++) {
      for (let other = 0; other < count; other++) covariance[one * count + other]! += row[one]! * row[other]!
    }
  }
  const turn = symmetricEigenvectors(covariance, count)
  const turned = new Float32Array(axes.length)
  for (let axis = 0; axis < count; axis++) {
    for (let from = 0; from < count; from++) {
      const share = turn[axis * count + from]!
      for (let at = 0; at < dimensions; at++) turned[axis * dimensions + at]! += share * axes[from * dimensions + at]!
    }
  }
  orient(turned, count, dimensions)
  return turned
}

/** An axis and its opposite are equal: the largest component decides, so that a map is not mirrored by chance. */
function orient(axes: Float32Array, count: number, dimensions: number): void {
  for (let axis = 0; axis < count; axis++) {
    const own = axes.subarray(axis * dimensions, (axis + 1) * dimensions)
    const largest = own.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0)
    if (largest < 0) for (let at = 0; at < dimensions; at++) own[at]! *= -1
  }
}
