import { blurPlane } from '../composite/blur-plane.ts'
import { nextTurn } from '../turns.ts'
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
/** Below, there is nothing near to take a color from. */
const shareMin = 1e-4

/**
 * Estimates the colors of the subject and of the background apart, where a pixel shows both: Forte 2021, “Approximate
 * Fast Foreground Colour Estimation” (blur-fusion, twice).
 * @param opacity of the subject in work pixels, 0 to 1
 */
export async function findNearColors(opacity: Float32Array, work: WorkImage, signal: AbortSignal): Promise<NearColors> {
  const inside = opacity.map((value, n) => value * work.alpha[n]!)
  const outside = opacity.map((value, n) => (1 - value) * work.alpha[n]!)
  /** Box blur normalized by the weights: pixels of weight 0 do not bleed into the others. */
  const spread = async ([red, green, blue]: Colors, weights: Float32Array, sigmaPx: number): Promise<Colors> => {
    const shares = blurPlane(weights, work, sigmaPx, 1)
    const blur = async (plane: Float32Array) => {
      await nextTurn(signal)
      const weighted = plane.map((value, n) => value * weights[n]!)
      return blurPlane(weighted, work, sigmaPx, 1).map((sum, n) => (shares[n]! > shareMin ? sum / shares[n]! : 0))
    }
    return [await blur(red), await blur(green), await blur(blue)]
  }
  const subject = await spread(work.colors, inside, wideSigmaPx)
  const background = await spread(work.colors, outside, wideSigmaPx)
  const first = ([0, 1, 2] as const).map((channel) =>
    subject[channel].map((color, n) =>
      subjectColor(work.colors[channel][n]!, opacity[n]!, color, background[channel][n]!),
    ),
  ) as [Float32Array, Float32Array, Float32Array]
  return {
    subject: await spread(first, inside, fineSigmaPx),
    background: await spread(background, outside, fineSigmaPx),
  }
}

/** What of a mixed color belongs to the subject: equation 7 of the paper, all values 0 to 1. */
export function subjectColor(seen: number, opacity: number, subject: number, background: number): number {
  const color = subject + opacity * (seen - opacity * subject - (1 - opacity) * background)
  return color <= 0 ? 0 : color >= 1 ? 1 : color
}
