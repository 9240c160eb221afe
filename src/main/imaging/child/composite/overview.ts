import type { Size } from '../../../../shared/util/geometry.ts'
import { distanceField, distanceUnit } from './distance-field.ts'
import { inImagePx, repaintedPx, type EditScene } from './edit-scene.ts'
import { shrinkToPlanes, type Planes } from './planes.ts'

/** Image and response downscaled to the same size, for everything that needs no detail. */
export interface Overview extends Size {
  readonly source: Planes
  readonly answer: Planes
  /** 1 where the mask touches any part of the pixel. */
  readonly touched: Uint8Array
  /** Mean coverage of the pixel, 0 to 1. */
  readonly inside: Float32Array
  /** Image pixels per overview pixel, along the longer side. */
  readonly factor: number
}

export function overviewOf(scene: EditScene, longestSidePx: number): Overview {
  const { crop, answer, seen } = scene
  const scale = Math.min(
    1,
    longestSidePx / Math.max(crop.widthPx, crop.heightPx),
    Math.min(answer.widthPx, seen.widthPx) / crop.widthPx,
    Math.min(answer.heightPx, seen.heightPx) / crop.heightPx,
  )
  const size = {
    widthPx: Math.max(1, Math.floor(crop.widthPx * scale)),
    heightPx: Math.max(1, Math.floor(crop.heightPx * scale)),
  }
  const whole = { x: 0, y: 0, widthPx: answer.widthPx, heightPx: answer.heightPx }
  return {
    ...size,
    source: shrinkToPlanes(scene.image, crop, size),
    answer: shrinkToPlanes(answer, whole, size),
    ...shrinkMask(scene, size),
    factor: Math.max(crop.widthPx / size.widthPx, crop.heightPx / size.heightPx),
  }
}

function shrinkMask({ image, effective, crop }: EditScene, { widthPx, heightPx }: Size) {
  const touched = new Uint8Array(widthPx * heightPx)
  const inside = new Float32Array(widthPx * heightPx)
  const rows = Buffer.from(effective.buffer, effective.byteOffset, effective.byteLength)
  const blank = Buffer.alloc(crop.widthPx)
  for (let y = 0; y < crop.heightPx; y++) {
    const from = (crop.y + y) * image.widthPx + crop.x
    const row = rows.subarray(from, from + crop.widthPx)
    if (blank.equals(row)) continue
    const to = Math.floor((y * heightPx) / crop.heightPx) * widthPx
    for (let x = 0; x < crop.widthPx; x++) {
      const coverage = row[x]!
      if (coverage === 0) continue
      const at = to + Math.floor((x * widthPx) / crop.widthPx)
      touched[at] = 1
      inside[at]! += coverage
    }
  }
  const share = (widthPx * heightPx) / (crop.widthPx * crop.heightPx * 255)
  return { touched, inside: inside.map((sum) => Math.min(1, sum * share)) }
}

const keptSharesMin = 0.02

/**
 * Weight of each overview pixel as kept, 0 to 1: visible in both images, and so far from the mask that the model had no
 * reason to touch it. If that leaves next to nothing, nearer pixels count too.
 */
export function keptWeights(overview: Overview, scene: EditScene): Float32Array {
  const pixels = overview.touched.length
  const marginPx = inImagePx(repaintedPx, scene) / overview.factor
  const distances = distanceField(overview.touched, overview, 4 * marginPx + 4)
  for (const share of [1, 0.5, 0.25]) {
    const weights = weigh(overview, distances, marginPx * share)
    if (weights.reduce((sum, weight) => sum + weight, 0) >= keptSharesMin * pixels) return weights
  }
  return weigh(overview, distances, 0)
}

function weigh({ source, answer }: Overview, distances: Uint16Array, marginPx: number): Float32Array {
  const weights = new Float32Array(distances.length)
  for (let n = 0; n < weights.length; n++) {
    const t = Math.max(0, Math.min(1, (distances[n]! / distanceUnit - marginPx) / (marginPx + 1)))
    const visible = (source.alpha[n]! / 255) * (answer.alpha[n]! / 255)
    weights[n] = visible < 0.98 ? 0 : t * t * (3 - 2 * t)
  }
  return weights
}
