import { pictureColors, type PictureColor } from '../../../../shared/domain/picture-color.ts'
import { toOklab, type Oklab } from '../composite/oklab.ts'
import { nameColor } from './name-color.ts'

const most = 3
/** Of all that counts: a color that takes less is not what one remembers. */
const leastShare = 0.2
/** One remembers a red kite, not the gray sky around it: a gray counts this much, a color up to three times of it. */
const grayWeight = 0.5
const chromaWeight = 6
const mostWeight = 1.5
const visibleAlpha = 128

const grays: ReadonlySet<PictureColor> = new Set(['black', 'gray', 'white'])

/**
 * The main colors, the most prominent first; at least one where anything is to be seen.
 * @param rgba of a small picture, straight alpha
 */
export function mainColors(rgba: Uint8Array): PictureColor[] {
  const weights = new Map<PictureColor, number>()
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
  const found = pictureColors.filter((color) => weights.has(color))
  const sorted = found.toSorted((one, other) => weights.get(other)! - weights.get(one)!)
  return sorted.filter((color, place) => place === 0 || weights.get(color)! >= leastShare * sum).slice(0, most)
}

function weightOf({ a, b }: Oklab): number {
  return Math.min(mostWeight, grayWeight + chromaWeight * Math.hypot(a, b))
}
