import type { BlendSettings } from '../../../../shared/domain/edit.ts'
import { intersectRects, type Rect } from '../../../../shared/util/geometry.ts'
import type { CompositedColors } from '../verify/lay-colors.ts'
import { correctColors, fadesOf, type ColorCorrection } from './correct-colors.ts'
import { measureDepths, type Depths } from './depths.ts'
import { distanceUnit } from './distance-field.ts'
import { inPicturePx, searchedPx, type EditScene } from './edit-scene.ts'
import { mapToResponse, type PlacedResponse } from './place-response.ts'
import type { Affine } from './placement.ts'
import { resample } from './resample.ts'
import { measureMembrane } from './seam-membrane.ts'

/** An answer ready to be laid: what shows of it, band by band. */
export interface ResponseLayer {
  /** All that can change. */
  readonly touched: Rect
  /** @param area inside of `touched` */
  render(area: Rect): CompositedColors
}

/** @returns null where the mask does not reach into the part that was sent */
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
    const laid = { area, ...colors, opacity, share }
    if (correction !== null) correctColors(laid, correction)
    return laid
  }
  return { touched, render }
}

/** The lesser of the mask and of a smooth step from its border inwards, times the opacity. */
function shareOf(
  { picture, effective }: EditScene,
  area: Rect,
  depths: Depths,
  { softenPx, opacity }: BlendSettings,
): Float32Array {
  const share = new Float32Array(area.widthPx * area.heightPx)
  const ramp = rampOf(softenPx)
  for (let row = 0, n = 0; row < area.heightPx; row++) {
    const from = (area.y + row) * picture.widthPx + area.x
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

/** Where the answer, moved far by hand, has no pixels, the picture stays; what alignment moved is bridged by its edge. */
function hideBeyondAnswer(share: Float32Array, area: Rect, toAnswer: Affine, scene: EditScene): void {
  const { answer, crop } = scene
  const slack = 1 + 1.5 * inPicturePx(searchedPx, scene) * (answer.widthPx / crop.widthPx)
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
  // By hand the answer is moved away from what it was measured against.
  const toAnswer = mapToResponse(scene, placed.placement, 0, 0)
  const membrane = measureMembrane(scene, touched, placed.match, toAnswer)
  return { fades: fadesOf(depths, match), match: placed.match, membrane, depths }
}
