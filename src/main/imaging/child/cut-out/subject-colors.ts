import { blurWeighted } from '../composite/blur-plane.ts'
import type { WorkImage } from './work-size.ts'

type Colors = readonly [Float32Array, Float32Array, Float32Array]

/** The colors that subject and background have near each pixel, in work pixels, 0 to 1. */
export interface NearColors {
  readonly subject: Colors
  readonly background: Colors
}

/** Standard deviations of the two box blurs of the paper, 90 and 6 pixels wide. */
const wideSigmaPx = 26
const fineSigmaPx = 1.7

/**
 * Estimates the colors of the subject and of the background apart, where a pixel shows both: Forte 2021, “Approximate
 * Fast Foreground Colour Estimation” (blur-fusion, twice), with Gaussian blurs.
 * @param opacity of the subject in work pixels, 0 to 1
 */
export function findNearColors(opacity: Float32Array, work: WorkImage): NearColors {
  const inside = opacity.map((value, n) => value * work.alpha[n]!)
  const outside = opacity.map((value, n) => (1 - value) * work.alpha[n]!)
  const spread = (colors: Colors, weights: Float32Array, sigmaPx: number) =>
    colors.map((plane) => blurWeighted(plane, weights, work, sigmaPx)) as unknown as Colors
  const wide = {
    subject: spread(work.colors, inside, wideSigmaPx),
    background: spread(work.colors, outside, wideSigmaPx),
  }
  const first = wide.subject.map((plane, channel) => {
    const background = wide.background[channel]!
    const seen = work.colors[channel]!
    return plane.map((color, n) => subjectColor(seen[n]!, opacity[n]!, color, background[n]!))
  }) as unknown as Colors
  return {
    subject: spread(first, inside, fineSigmaPx),
    background: spread(wide.background, outside, fineSigmaPx),
  }
}

/** What of a mixed color belongs to the subject: equation 7 of the paper, all values 0 to 1. */
export function subjectColor(seen: number, opacity: number, subject: number, background: number): number {
  const color = subject + opacity * (seen - opacity * subject - (1 - opacity) * background)
  return color <= 0 ? 0 : color >= 1 ? 1 : color
}
