import { pictureColours, type PictureColour } from '../../../../shared/domain/picture-colour.ts'
import { toOklab, type Oklab } from '../edit/oklab.ts'
import { nameColour } from './name-colour.ts'

const most = 3
/** Of all that counts: a colour that takes less is not what one remembers. */
const leastShare = 0.2
/** One remembers a red kite, not the grey sky around it: a grey counts this much, a colour up to three times of it. */
const greyWeight = 0.5
const chromaWeight = 6
const mostWeight = 1.5
const visibleAlpha = 128

const greys: ReadonlySet<PictureColour> = new Set(['black', 'grey', 'white'])

/**
 * The main colours, the most prominent first; at least one where anything is to be seen.
 * @param rgba of a small picture, straight alpha
 */
export function mainColours(rgba: Uint8Array): PictureColour[] {
  const weights = new Map<PictureColour, number>()
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  let sum = 0
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3]! < visibleAlpha) continue
    toOklab(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!, lab)
    const colour = nameColour(lab)
    const weight = greys.has(colour) ? greyWeight : weightOf(lab)
    weights.set(colour, (weights.get(colour) ?? 0) + weight)
    sum += weight
  }
  const found = pictureColours.filter((colour) => weights.has(colour))
  const sorted = found.toSorted((one, other) => weights.get(other)! - weights.get(one)!)
  return sorted.filter((colour, place) => place === 0 || weights.get(colour)! >= leastShare * sum).slice(0, most)
}

function weightOf({ a, b }: Oklab): number {
  return Math.min(mostWeight, greyWeight + chromaWeight * Math.hypot(a, b))
}
