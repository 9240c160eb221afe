import { imageColors, type ImageColor } from '../../../../shared/domain/searched-values.ts'
import { toOklab, type Oklab } from '../composite/oklab.ts'

/** Chroma below which a color counts as gray; dark colors show less of it. */
const grayChroma = 0.04

const darkGrayChroma = 0.07

const darkBelow = 0.3

const blackBelow = 0.24

const whiteAbove = 0.92

const most = 3
/** Fraction of the total weight: a color below it is not memorable. */
const leastShare = 0.2
/**
 * People remember a red kite, not the gray sky around it: a gray has this weight, a color up to three times as much.
 */
const grayWeight = 0.5
const chromaWeight = 6
const mostWeight = 1.5
const visibleAlpha = 128

const grays: ReadonlySet<ImageColor> = new Set(['black', 'gray', 'white'])

/**
 * The main colors, most prominent first; at least one if anything is visible.
 * @param rgba of a small image, straight alpha
 */
export function mainColors(rgba: Uint8Array): ImageColor[] {
  const weights = new Map<ImageColor, number>()
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  let sum = 0
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3]! < visibleAlpha) continue
    toOklab(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!, lab)
    const color = nameColor(lab)
    const weight = grays.has(color) ? grayWeight : weightOf(lab)
    weights.set(color, (weights.get(color) ?? 0) + weight)
    sum += weight
  }
  const found = imageColors.filter((color) => weights.has(color))
  const sorted = found.toSorted((one, other) => weights.get(other)! - weights.get(one)!)
  return sorted.filter((color, index) => index === 0 || weights.get(color)! >= leastShare * sum).slice(0, most)
}

function weightOf({ a, b }: Oklab): number {
  return Math.min(mostWeight, grayWeight + chromaWeight * Math.hypot(a, b))
}

/** Returns the everyday name of a color, from OKLab hues based on the CSS named colors. */
export function nameColor({ lightness, a, b }: Oklab): ImageColor {
  const chroma = Math.hypot(a, b)
  const isGray = chroma < (lightness < darkBelow ? darkGrayChroma : grayChroma)
  if (isGray) return lightness < blackBelow ? 'black' : lightness > whiteAbove ? 'white' : 'gray'
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  return nameHue(hue, lightness, chroma)
}

function nameHue(hue: number, lightness: number, chroma: number): ImageColor {
  if (hue < 18 || hue >= 342) return lightness >= 0.6 ? 'pink' : 'red'
  if (hue < 42) {
    if (lightness >= 0.72) return 'pink'
    return chroma < 0.12 ? 'brown' : 'red'
  }
  // Brown is a dark orange, or a pale one of low lightness.
  if (hue < 88) return lightness < 0.6 || (chroma < 0.09 && lightness < 0.82) ? 'brown' : 'orange'
  if (hue < 118) return lightness >= 0.6 ? 'yellow' : hue < 100 ? 'brown' : 'green'
  if (hue < 165) return 'green'
  if (hue < 218) return 'cyan'
  if (hue < 288) return 'blue'
  return lightness >= 0.72 && hue >= 320 ? 'pink' : 'purple'
}
