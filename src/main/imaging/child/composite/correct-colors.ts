import type { CompositedColors } from '../verify/lay-colors.ts'
import type { Depths } from './depths.ts'
import { distanceUnit } from './distance-field.ts'
import { applyMatch, type ColorMatch } from './match-colors.ts'
import { fromOklab, toOklab, type Oklab, type Rgb } from './oklab.ts'
import type { SeamMembrane } from './seam-membrane.ts'

export interface ColorCorrection {
  readonly fades: CorrectionFades
  readonly match: ColorMatch
  readonly membrane: SeamMembrane | null
  readonly depths: Depths
}

/** What the match fades to, far from everything it was measured by. */
const matchFloor = 0.5
const matchFadeMinPx = 48
const membraneFadeMinPx = 16

/**
 * Brings the colors that show to the picture's: the match of mean and spread, which fades slowly with the distance from
 * the border, and the membrane, which fades within the depth of the mask. In place.
 */
export function correctColors(laid: CompositedColors, correction: ColorCorrection): void {
  const { area, red, green, blue, share } = laid
  const { fades, match, depths } = correction
  const shift = new MembraneRow(correction.membrane)
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  const rgb: Rgb = { red: 0, green: 0, blue: 0 }
  for (let row = 0, n = 0; row < area.heightPx; row++) {
    const from = (area.y + row - depths.area.y) * depths.area.widthPx + area.x - depths.area.x
    shift.select(area.y + row)
    for (let column = 0; column < area.widthPx; column++, n++) {
      if (share[n] === 0) continue
      const depth = Math.min(fades.match.length - 1, depths.field[from + column]!)
      shift.read(area.x + column, fades.membrane[depth]!)
      toOklab(red[n]!, green[n]!, blue[n]!, lab)
      applyMatch(match, fades.match[depth]!, lab)
      fromOklab(lab.lightness + shift.lightness, lab.a + shift.a, lab.b + shift.b, rgb)
      const [r, g, b] = [rgb.red, rgb.green, rgb.blue]
      red[n] = unclipped(red[n]!, r, g, b)
      green[n] = unclipped(green[n]!, g, b, r)
      blue[n] = unclipped(blue[n]!, b, r, g)
    }
  }
}

const clippedFrom = 247

/**
 * A channel at its end held more than it shows. Taken down like the others it would leave light parts in the color of
 * these, so it does not fall below them.
 */
function unclipped(answered: number, corrected: number, second: number, third: number): number {
  if (answered <= clippedFrom) return corrected
  const least = Math.max(corrected, second, third)
  return corrected + (least - corrected) * Math.min(1, (answered - clippedFrom) / (255 - clippedFrom))
}

/** How much of each correction is made, by depth in `distanceUnit`s. */
export interface CorrectionFades {
  readonly match: Float32Array
  readonly membrane: Float32Array
}

/** @param strength of both at the border, 0 to 1 */
export function fadesOf({ field }: Depths, strength: number): CorrectionFades {
  let deepest = 0
  for (let n = 0; n < field.length; n++) if (field[n]! > deepest) deepest = field[n]!
  const deepestPx = deepest / distanceUnit
  const matchPx = Math.max(matchFadeMinPx, 2 * deepestPx)
  const membranePx = Math.max(membraneFadeMinPx, 0.5 * deepestPx)
  const depths = { length: deepest + 1 }
  return {
    match: Float32Array.from(depths, (_, n) => strength * (matchFloor + (1 - matchFloor) * fadeAt(n, matchPx))),
    membrane: Float32Array.from(depths, (_, n) => strength * fadeAt(n, membranePx)),
  }
}

function fadeAt(depth: number, lengthPx: number): number {
  return Math.exp(-depth / distanceUnit / lengthPx)
}

/** Reads a membrane between its cells, along one row at a time. */
class MembraneRow {
  lightness = 0
  a = 0
  b = 0
  readonly #membrane: SeamMembrane | null
  #upper = 0
  #lower = 0
  #low = 0

  constructor(membrane: SeamMembrane | null) {
    this.#membrane = membrane
  }

  select(y: number): void {
    if (this.#membrane === null) return
    const { area, cellPx, columns, rows } = this.#membrane
    const place = Math.max(0, Math.min(rows - 1, (y + 0.5 - area.y) / cellPx - 0.5))
    const top = Math.floor(place)
    this.#upper = top * columns
    this.#lower = Math.min(rows - 1, top + 1) * columns
    this.#low = place - top
  }

  read(x: number, fade: number): void {
    if (this.#membrane === null) return
    const { area, cellPx, columns, fields } = this.#membrane
    const place = Math.max(0, Math.min(columns - 1, (x + 0.5 - area.x) / cellPx - 0.5))
    const left = place | 0
    const next = left < columns - 1 ? 1 : 0
    const right = place - left
    const [upper, lower, low] = [this.#upper + left, this.#lower + left, this.#low]
    const w11 = right * low * fade
    const w10 = right * fade - w11
    const w01 = low * fade - w11
    const w00 = fade - w10 - w01 - w11
    const [lightness, a, b] = fields
    this.lightness =
      lightness[upper]! * w00 +
      lightness[upper + next]! * w10 +
      lightness[lower]! * w01 +
      lightness[lower + next]! * w11
    this.a = a[upper]! * w00 + a[upper + next]! * w10 + a[lower]! * w01 + a[lower + next]! * w11
    this.b = b[upper]! * w00 + b[upper + next]! * w10 + b[lower]! * w01 + b[lower + next]! * w11
  }
}
