import type { PictureColour } from '../../../../shared/domain/picture-colour.ts'
import type { Oklab } from '../edit/oklab.ts'

/** Chroma below which a colour is a grey; what is dark shows less of it. */
const greyChroma = 0.04
const darkGreyChroma = 0.07
const darkBelow = 0.3
const blackBelow = 0.24
const whiteAbove = 0.92

/** What people call a colour. Hues of OKLab by where the named colours of CSS lie. */
export function nameColour({ lightness, a, b }: Oklab): PictureColour {
  const chroma = Math.hypot(a, b)
  const isGrey = chroma < (lightness < darkBelow ? darkGreyChroma : greyChroma)
  if (isGrey) return lightness < blackBelow ? 'black' : lightness > whiteAbove ? 'white' : 'grey'
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  return nameHue(hue, lightness, chroma)
}

function nameHue(hue: number, lightness: number, chroma: number): PictureColour {
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
