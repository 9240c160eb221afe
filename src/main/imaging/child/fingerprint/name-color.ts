import type { PictureColor } from '../../../../shared/domain/picture-color.ts'
import type { Oklab } from '../composite/oklab.ts'

/** Chroma below which a color is a gray; what is dark shows less of it. */
const grayChroma = 0.04
const darkGrayChroma = 0.07
const darkBelow = 0.3
const blackBelow = 0.24
const whiteAbove = 0.92

/** What people call a color. Hues of OKLab by where the named colors of CSS lie. */
export function nameColor({ lightness, a, b }: Oklab): PictureColor {
  const chroma = Math.hypot(a, b)
  const isGray = chroma < (lightness < darkBelow ? darkGrayChroma : grayChroma)
  if (isGray) return lightness < blackBelow ? 'black' : lightness > whiteAbove ? 'white' : 'gray'
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  return nameHue(hue, lightness, chroma)
}

function nameHue(hue: number, lightness: number, chroma: number): PictureColor {
  if (hue < 18 || hue >= 342) return lightness >= 0.6 ? 'pink' : 'red'
  if (hue < 42) {
    if (lightness >= 0.72) return 'pink'
    return chroma < 0.12 ? 'brown' : 'red'
  }
  // Brown is a dark orange, or a pale one that is not light.
  if (hue < 88) return lightness < 0.6 || (chroma < 0.09 && lightness < 0.82) ? 'brown' : 'orange'
  if (hue < 118) return lightness >= 0.6 ? 'yellow' : hue < 100 ? 'brown' : 'green'
  if (hue < 165) return 'green'
  if (hue < 218) return 'cyan'
  if (hue < 288) return 'blue'
  return lightness >= 0.72 && hue >= 320 ? 'pink' : 'purple'
}
