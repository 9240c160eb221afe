import type { Edges } from './fuzzy-edges.ts'
import { createRandom, type Steps } from './steps.ts'

/** Points that an edge's end is pushed away from whenever the edge pulls. */
const repelled = 5
/** Of one step, so that points close together do not fly apart. */
const farthestStep = 4

/**
 * Moves points on the plane until the ends of edges are near each other and other points are not: UMAP's stochastic
 * gradient descent with negative sampling (L. McInnes, J. Healy, J. Melville, 2018, section 4.2), with the curve
 * 1 / (1 + d²), whose gradient needs no powers. Each edge is sampled as often as its weight says.
 *
 * @param positions x and y of each point, about −10 to 10; moved in place
 * @param epochs passes over the edges
 */
export function* layOutEdges(positions: Float32Array, edges: Edges, epochs: number, seed: number): Steps<void> {
  const random = createRandom(seed)
  const count = positions.length / 2
  const heaviest = edges.weights.reduce((most, weight) => Math.max(most, weight), 0)
  /** Epochs between two samples of an edge, and the epoch of the next one. */
  const intervals = Float32Array.from(edges.weights, (weight) => heaviest / weight)
  const due = Float32Array.from(intervals)
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs
    for (let edge = 0; edge < edges.count; edge++) {
      if (edge % 4_096 === 0) yield (epoch + edge / edges.count) / epochs
      if (due[edge]! > epoch + 1) continue
      due[edge]! += intervals[edge]!
      const [one, other] = [edges.from[edge]! * 2, edges.to[edge]! * 2]
      attract(positions, one, other, rate)
      repel(positions, epoch % 2 === 0 ? one : other, count, rate, random)
    }
  }
}

function attract(positions: Float32Array, one: number, other: number, rate: number): void {
  const x = positions[one]! - positions[other]!
  const y = positions[one + 1]! - positions[other + 1]!
  const pull = (-2 * rate) / (1 + x * x + y * y)
  positions[one]! += pull * x
  positions[one + 1]! += pull * y
  positions[other]! -= pull * x
  positions[other + 1]! -= pull * y
}

function repel(positions: Float32Array, point: number, count: number, rate: number, random: () => number): void {
  for (let n = 0; n < repelled; n++) {
    const other = Math.floor(random() * count) * 2
    if (other === point) continue
    const x = positions[point]! - positions[other]!
    const y = positions[point + 1]! - positions[other + 1]!
    const squared = x * x + y * y
    const push = 2 / ((0.001 + squared) * (1 + squared))
    positions[point]! += rate * limit(push * x)
    positions[point + 1]! += rate * limit(push * y)
  }
}

function limit(step: number): number {
  return Math.max(-farthestStep, Math.min(farthestStep, step))
}
