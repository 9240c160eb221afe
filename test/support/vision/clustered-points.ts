import { createRandom, type Points } from '../../../src/main/vision/map/steps.ts'

/** Points around random centers, for tests, with the number of each one's center. */
export function createClusters(count: number, clusters: number, dimensions: number, seed = 11) {
  const random = createRandom(seed)
  const normal = () => Array.from({ length: 6 }, random).reduce((sum, each) => sum + each) - 3
  const centers = Array.from({ length: clusters }, () => Array.from({ length: dimensions }, () => 3 * normal()))
  const labels = Array.from({ length: count }, (_, at) => at % clusters)
  const values = Float32Array.from(
    { length: count * dimensions },
    (_, at) => centers[labels[Math.floor(at / dimensions)]!]![at % dimensions]! + normal(),
  )
  const points: Points = { count, dimensions, values }
  return { points, labels }
}
