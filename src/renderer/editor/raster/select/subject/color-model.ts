import type { LabImage } from './planes.ts'

const clusters = 5
const rounds = 8

interface Cluster {
  readonly share: number
  readonly mean: readonly number[]
  readonly variance: readonly number[]
}

/** The color distribution of some pixels as a mixture of a few normal distributions (k-means, then one per cluster). */
export class ColorModel {
  readonly #clusters: readonly Cluster[]
  readonly #planes: LabImage

  /** @param chosen pixel indices; at least one */
  constructor(planes: LabImage, chosen: readonly number[]) {
    this.#planes = planes
    const nearest = cluster(planes, chosen)
    this.#clusters = Array.from({ length: clusters }, (_, k) => chosen.filter((_pixel, i) => nearest[i] === k))
      .filter((members) => members.length > 0)
      .map((members) => describeCluster(planes, members, members.length / chosen.length))
  }

  /** Log-likelihood of a pixel's color. */
  logLikelihood(pixel: number): number {
    let likelihood = 1e-12
    for (const { share, mean, variance } of this.#clusters) {
      let exponent = 0
      let scale = 1
      for (let c = 0; c < mean.length; c++) {
        const distance = this.#planes.channels[c]![pixel]! - mean[c]!
        exponent += (distance * distance) / variance[c]!
        scale *= variance[c]!
      }
      likelihood += (share * Math.exp(-exponent / 2)) / Math.sqrt(scale)
    }
    return Math.log(likelihood)
  }
}

/** Returns the cluster index of each chosen pixel. Starts from colors spread evenly over their lightness. */
function cluster({ channels }: LabImage, chosen: readonly number[]): Uint8Array {
  const byLightness = chosen.toSorted((a, b) => channels[0]![a]! - channels[0]![b]!)
  const centers = Array.from({ length: clusters }, (_, k) => {
    const pixel = byLightness[Math.floor(((k + 0.5) / clusters) * chosen.length)]!
    return channels.map((channel) => channel[pixel]!)
  })
  const nearest = new Uint8Array(chosen.length)
  for (let round = 0; round < rounds; round++) {
    const sums = centers.map(() => [0, 0, 0, 0])
    chosen.forEach((pixel, i) => {
      const k = nearestOf(channels, pixel, centers)
      nearest[i] = k
      const sum = sums[k]!
      for (let c = 0; c < 3; c++) sum[c]! += channels[c]![pixel]!
      sum[3]!++
    })
    sums.forEach((sum, k) => {
      if (sum[3]! > 0) centers[k] = [sum[0]! / sum[3]!, sum[1]! / sum[3]!, sum[2]! / sum[3]!]
    })
  }
  return nearest
}

function nearestOf(channels: readonly Float32Array[], pixel: number, centers: readonly (readonly number[])[]): number {
  let best = 0
  let smallest = Infinity
  for (let k = 0; k < centers.length; k++) {
    let distance = 0
    for (let c = 0; c < 3; c++) distance += (channels[c]![pixel]! - centers[k]![c]!) ** 2
    if (distance >= smallest) continue
    smallest = distance
    best = k
  }
  return best
}

function describeCluster({ channels }: LabImage, members: readonly number[], share: number): Cluster {
  const mean = channels.map((channel) => members.reduce((sum, pixel) => sum + channel[pixel]!, 0) / members.length)
  const variance = channels.map(
    (channel, c) =>
      // Never narrower than about two just noticeable differences.
      members.reduce((sum, pixel) => sum + (channel[pixel]! - mean[c]!) ** 2, 0) / members.length + 16,
  )
  return { share, mean, variance }
}
