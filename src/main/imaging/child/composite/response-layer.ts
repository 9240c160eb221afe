import type { BlendSettings } from '../../../../shared/domain/edit.ts'
import { intersectRects, type Rect, growRect } from '../../../../shared/util/geometry.ts'
import type { CompositedColors } from '../verify/composite-colors.ts'
import { distanceUnit, distanceField } from './distance-field.ts'
import { inImagePx, searchedPx, type EditScene } from './edit-scene.ts'
import { applyMatch, type ColorMatch } from './match-colors.ts'
import { fromOklab, toOklab, type Oklab, type Rgb } from './oklab.ts'
import { mapToResponse, type PlacedResponse } from './place-response.ts'
import type { Affine } from './placement.ts'
import { resample } from './resample.ts'
import { measureMembrane, type SeamMembrane } from './seam-membrane.ts'

/** What the match fades to, far from the pixels it was measured on. */
const matchFloor = 0.5

const matchFadeMinPx = 48

const membraneFadeMinPx = 16

const clippedFrom = 247

/** Interpolates a membrane between its cells, along one row at a time. */
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
    const position = Math.max(0, Math.min(rows - 1, (y + 0.5 - area.y) / cellPx - 0.5))
    const top = Math.floor(position)
    this.#upper = top * columns
    this.#lower = Math.min(rows - 1, top + 1) * columns
    this.#low = position - top
  }

  read(x: number, fade: number): void {
    if (this.#membrane === null) return
    const { area, cellPx, columns, fields } = this.#membrane
    const position = Math.max(0, Math.min(columns - 1, (x + 0.5 - area.x) / cellPx - 0.5))
    const left = position | 0
    const next = left < columns - 1 ? 1 : 0
    const right = position - left
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

/** A response ready for compositing, rendered band by band. */
export interface ResponseLayer {
  /** Everything that can change. */
  readonly touched: Rect
  /** @param area inside `touched` */
  render(area: Rect): CompositedColors
}

/** @returns null if the mask does not reach into the part that was sent */
export function createResponseLayer(
  scene: EditScene,
  placed: PlacedResponse,
  blend: BlendSettings,
): ResponseLayer | null {
  const touched = intersectRects(scene.area, scene.crop)
  if (touched.widthPx <= 0 || touched.heightPx <= 0) return null
  const toAnswer = mapToResponse(scene, placed.placement, blend.offsetXPx, blend.offsetYPx)
  const depths = measureDepths(scene, touched)
  const correction = prepareCorrection(scene, touched, placed, blend, depths)
  const render = (area: Rect): CompositedColors => {
    const { crop, answer, answerHasAlpha } = scene
    const inCrop = { ...area, x: area.x - crop.x, y: area.y - crop.y }
    const colors = resample(answer, answerHasAlpha, toAnswer, inCrop)
    const share = shareOf(scene, area, depths, blend)
    hideBeyondAnswer(share, inCrop, toAnswer, scene)
    const opacity = scene.answerIsPartial ? hideMissing(share, colors.opacity) : colors.opacity
    const composited = { area, ...colors, opacity, share }
    if (correction !== null) correctColors(composited, correction)
    return composited
  }
  return { touched, render }
}

/** The minimum of the mask and a smooth step inward from its border, times the opacity. */
function shareOf(
  { image, effective }: EditScene,
  area: Rect,
  depths: Depths,
  { softenPx, opacity }: BlendSettings,
): Float32Array {
  const share = new Float32Array(area.widthPx * area.heightPx)
  const ramp = rampOf(softenPx)
  for (let row = 0, n = 0; row < area.heightPx; row++) {
    const from = (area.y + row) * image.widthPx + area.x
    const depth = (area.y + row - depths.area.y) * depths.area.widthPx + area.x - depths.area.x
    for (let column = 0; column < area.widthPx; column++, n++) {
      const coverage = effective[from + column]!
      if (coverage === 0) continue
      const step = ramp[Math.min(ramp.length - 1, depths.field[depth + column]!)]!
      share[n] = Math.min(coverage / 255, step) * opacity
    }
  }
  return share
}

function rampOf(softenPx: number): Float32Array {
  const length = Math.ceil(softenPx * distanceUnit) + 1
  return Float32Array.from({ length }, (_, distance) => {
    const t = Math.min(1, distance / Math.max(1, softenPx * distanceUnit))
    return softenPx === 0 || distance === length - 1 ? 1 : t * t * (3 - 2 * t)
  })
}

/**
 * Where a large manual offset leaves the response without pixels, the image stays; gaps from alignment are filled by
 * repeating its edge.
 */
function hideBeyondAnswer(share: Float32Array, area: Rect, toAnswer: Affine, scene: EditScene): void {
  const { answer, crop } = scene
  const slack = 1 + 1.5 * inImagePx(searchedPx, scene) * (answer.widthPx / crop.widthPx)
  const isBeyond = (x: number, y: number): boolean => {
    const answerX = toAnswer.ax * x + toAnswer.bx * y + toAnswer.cx
    const answerY = toAnswer.ay * x + toAnswer.by * y + toAnswer.cy
    return answerX < -slack || answerY < -slack || answerX > answer.widthPx + slack || answerY > answer.heightPx + slack
  }
  const [right, bottom] = [area.x + area.widthPx, area.y + area.heightPx]
  const corners = [
    [area.x, area.y],
    [right, area.y],
    [area.x, bottom],
    [right, bottom],
  ] as const
  if (!corners.some(([x, y]) => isBeyond(x, y))) return
  for (let y = area.y, n = 0; y < bottom; y++) {
    for (let x = area.x; x < right; x++, n++) if (isBeyond(x + 0.5, y + 0.5)) share[n] = 0
  }
}

function hideMissing(share: Float32Array, opacity: Float32Array | null): null {
  if (opacity !== null) for (let n = 0; n < share.length; n++) share[n]! *= opacity[n]!
  return null
}

function prepareCorrection(
  scene: EditScene,
  touched: Rect,
  placed: PlacedResponse,
  { match }: BlendSettings,
  depths: Depths,
): ColorCorrection | null {
  if (match === 0) return null
  // A manual offset moves the response away from the position it was measured at.
  const toAnswer = mapToResponse(scene, placed.placement, 0, 0)
  const membrane = measureMembrane(scene, touched, placed.match, toAnswer)
  return { fades: fadesOf(depths, match), match: placed.match, membrane, depths }
}

interface ColorCorrection {
  readonly fades: CorrectionFades
  readonly match: ColorMatch
  readonly membrane: SeamMembrane | null
  readonly depths: Depths
}

/**
 * Matches the visible colors to the image's, in place: by the mean and spread match, which fades slowly with the
 * distance from the border, and by the membrane, which fades within the depth of the mask.
 */
function correctColors(composited: CompositedColors, correction: ColorCorrection): void {
  const { area, red, green, blue, share } = composited
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

/**
 * A clipped channel held more than it shows. Lowering it like the others would tint highlights in their color, so it
 * does not fall below them.
 */
function unclipped(answered: number, corrected: number, second: number, third: number): number {
  if (answered <= clippedFrom) return corrected
  const least = Math.max(corrected, second, third)
  return corrected + (least - corrected) * Math.min(1, (answered - clippedFrom) / (255 - clippedFrom))
}

/** Strength of each correction, by depth in `distanceUnit`s. */
interface CorrectionFades {
  readonly match: Float32Array
  readonly membrane: Float32Array
}

/** @param strength of both at the border, 0 to 1 */
function fadesOf({ field }: Depths, strength: number): CorrectionFades {
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

/** Depth of each pixel of `area` inside the mask, in `distanceUnit`s; the image's edge does not count as a border. */
interface Depths {
  readonly area: Rect
  readonly field: Uint16Array
}

/** Depths beyond this, in pixels, are clamped to it. */
const farthestPx = 13_000

function measureDepths({ image, effective, crop }: EditScene, touched: Rect): Depths {
  const whole = { x: 0, y: 0, widthPx: image.widthPx, heightPx: image.heightPx }
  const area = intersectRects(growRect(touched, 1), whole)
  const outside = new Uint8Array(area.widthPx * area.heightPx).fill(1)
  const inCrop = intersectRects(area, crop)
  for (let y = inCrop.y; y < inCrop.y + inCrop.heightPx; y++) {
    const to = (y - area.y) * area.widthPx + inCrop.x - area.x
    const from = y * image.widthPx + inCrop.x
    for (let x = 0; x < inCrop.widthPx; x++) outside[to + x] = effective[from + x] === 0 ? 1 : 0
  }
  return { area, field: distanceField(outside, area, farthestPx) }
}
