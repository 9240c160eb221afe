import { blurPlane } from '../../src/main/imaging/child/composite/blur-plane.ts'
import { distanceField, distanceUnit } from '../../src/main/imaging/child/composite/distance-field.ts'
import { toOklab, type Oklab } from '../../src/main/imaging/child/composite/oklab.ts'
import type { Blended } from './blenders.ts'
import type { Pixels } from './scenes.ts'

export interface Seams {
  /**
   * Gradients not present in the image, squared and summed over the blend's transition, per pixel of border length:
   * levels² per pixel. A wide transition counts with its full width.
   */
  readonly energy: number
  /** Mean color change across the middle of the transition, OKLab × 100. */
  readonly step: number
}

/** Single-pixel grain is not a seam. */
const seamSigma = 2
const stepReachPx = 6
const stepSigma = 2

/** Measures a blend against the original: the simulated responses show what was there. */
export function measureSeams(image: Pixels, blended: Blended): Seams {
  return { energy: seamEnergy(image, blended), step: colorStep(image, blended) }
}

function seamEnergy(image: Pixels, { rgba, share }: Blended): number {
  const { widthPx, heightPx } = image
  const length = borderLength(share, widthPx)
  let sum = 0
  for (let channel = 0; channel < 3; channel++) {
    const difference = new Float32Array(share.length)
    for (let n = 0, at = channel; n < share.length; n++, at += 4) difference[n] = rgba[at]! - image.rgba[at]!
    const smooth = blurPlane(difference, image, seamSigma)
    for (let y = 0; y < heightPx - 1; y++) {
      for (let x = 0; x < widthPx - 1; x++) {
        const n = y * widthPx + x
        if (!isFading(share, n, widthPx)) continue
        sum += (smooth[n + 1]! - smooth[n]!) ** 2 + (smooth[n + widthPx]! - smooth[n]!) ** 2
      }
    }
  }
  return sum / length
}

function isFading(share: Float32Array, n: number, widthPx: number): boolean {
  const here = share[n]!
  return (here > 0.001 && here < 0.999) || here !== share[n + 1] || here !== share[n + widthPx]
}

/** Number of pixels along which the share crosses one half. */
function borderLength(share: Float32Array, widthPx: number): number {
  let length = 0
  for (let n = 0; n < share.length - widthPx; n++) {
    const isInside = share[n]! >= 0.5
    if (isInside !== share[n + 1]! >= 0.5 || isInside !== share[n + widthPx]! >= 0.5) length++
  }
  return Math.max(1, length)
}

function colorStep(image: Pixels, { rgba, share }: Blended): number {
  const { widthPx, heightPx } = image
  const difference = labDifference(image, rgba).map((plane) => blurPlane(plane, image, stepSigma))
  const inside = new Uint8Array(share.length)
  for (let n = 0; n < share.length; n++) inside[n] = share[n]! >= 0.5 ? 1 : 0
  const toInside = distanceField(inside, image, 100)
  const toOutside = distanceField(
    inside.map((value) => 1 - value),
    image,
    100,
  )
  const signed = new Float32Array(share.length)
  for (let n = 0; n < share.length; n++) signed[n] = (toInside[n]! - toOutside[n]!) / distanceUnit
  let [sum, count] = [0, 0]
  for (let y = 8; y < heightPx - 8; y++) {
    for (let x = 8; x < widthPx - 8; x++) {
      const n = y * widthPx + x
      if (toInside[n] !== distanceUnit) continue
      const [slopeX, slopeY] = [signed[n + 1]! - signed[n - 1]!, signed[n + widthPx]! - signed[n - widthPx]!]
      const length = Math.hypot(slopeX, slopeY)
      if (length === 0) continue
      const [dx, dy] = [(slopeX / length) * stepReachPx, (slopeY / length) * stepReachPx]
      const [out, into] = [
        Math.round(y + dy) * widthPx + Math.round(x + dx),
        Math.round(y - dy) * widthPx + Math.round(x - dx),
      ]
      sum += Math.hypot(...difference.map((plane) => plane[out]! - plane[into]!))
      count++
    }
  }
  return (100 * sum) / Math.max(1, count)
}

function labDifference(image: Pixels, rgba: Uint8Array): Float32Array[] {
  const planes = [0, 1, 2].map(() => new Float32Array(rgba.length / 4))
  const [before, after]: [Oklab, Oklab] = [
    { lightness: 0, a: 0, b: 0 },
    { lightness: 0, a: 0, b: 0 },
  ]
  for (let n = 0, at = 0; at < rgba.length; n++, at += 4) {
    toOklab(image.rgba[at]!, image.rgba[at + 1]!, image.rgba[at + 2]!, before)
    toOklab(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!, after)
    planes[0]![n] = after.lightness - before.lightness
    planes[1]![n] = after.a - before.a
    planes[2]![n] = after.b - before.b
  }
  return planes
}
