import { automaticBlend, automaticEdge } from '../../src/shared/domain/edit.ts'
import { applyEffectiveMask, boundsOfCoverage } from '../../src/main/imaging/child/masked-fill/effective-area.ts'
import { createResponseLayer } from '../../src/main/imaging/child/composite/response-layer.ts'
import { blurPlane } from '../../src/main/imaging/child/composite/blur-plane.ts'
import { distanceField, distanceUnit } from '../../src/main/imaging/child/composite/distance-field.ts'
import type { EditScene } from '../../src/main/imaging/child/composite/edit-scene.ts'
import { placeResponse } from '../../src/main/imaging/child/composite/place-response.ts'
import { copyPatch } from '../../src/main/imaging/child/verify/finished-image.ts'
import { compositeColors } from '../../src/main/imaging/child/verify/composite-colors.ts'
import type { Pixels } from './scenes.ts'

/** An image with the response composited in, and the response's share per pixel, 0 to 1. */
export interface Blended {
  readonly rgba: Uint8Array
  readonly share: Float32Array
}

/** Atelier with its defaults. */
export async function blendAtelier(image: Pixels, answer: Pixels, paint: Uint8Array): Promise<Blended> {
  const { widthPx, heightPx, rgba } = image
  const edge = automaticEdge('fill', boundsOfCoverage(paint, image))
  const blend = automaticBlend('fill', edge)
  const effective = paint.slice()
  const area = applyEffectiveMask(effective, image, edge) ?? { x: 0, y: 0, widthPx: 0, heightPx: 0 }
  const crop = { x: 0, y: 0, widthPx, heightPx }
  const scene: EditScene = {
    image,
    effective,
    area,
    crop,
    answer,
    answerHasAlpha: false,
    answerIsPartial: false,
    seen: crop,
    scale: 1,
  }
  const layer = createResponseLayer(scene, placeResponse(scene, blend), blend)
  if (layer === null) return { rgba, share: new Float32Array(paint.length) }
  const original = { ...image, hasAlpha: false, bitDepth: 8 as const, colors: { profile: null, chunks: [] } }
  const patch = copyPatch(original, crop)
  const laid = layer.render(layer.touched)
  await compositeColors(original, patch, laid, null)
  const share = new Float32Array(paint.length)
  const { touched } = layer
  for (let row = 0; row < touched.heightPx; row++) {
    const line = laid.share.subarray(row * touched.widthPx, (row + 1) * touched.widthPx)
    share.set(line, (touched.y + row) * widthPx + touched.x)
  }
  return { rgba: Uint8Array.from(patch.rgba), share }
}

/**
 * A1111, "only masked", as documented: the mask blurred with a 4 px Gaussian, the response composited with it. Neither
 * color correction nor alignment.
 */
export function blendA1111(image: Pixels, answer: Pixels, paint: Uint8Array): Blended {
  const blurred = blurPlane(Float32Array.from(paint), image, 4)
  return lay(
    image,
    answer,
    blurred.map((value) => value / 255),
  )
}

/**
 * InvokeAI's paste back as documented: the painted part fully new, fading out over 16 px along the cubic through its
 * five control points. Neither color match nor alignment.
 */
export function blendInvoke(image: Pixels, answer: Pixels, paint: Uint8Array): Blended {
  const fadePx = 16
  const distances = distanceField(paint, image, fadePx + 2)
  const kept = cubicThrough([
    [0, 0],
    [1 / fadePx, 0],
    [0.2, 0.2],
    [0.8, 0.9],
    [1, 1],
  ])
  const share = Float32Array.from(distances, (distance) => {
    const t = distance / distanceUnit / fadePx
    return t >= 1 ? 0 : 1 - Math.max(0, Math.min(1, kept(t)))
  })
  return lay(image, answer, share)
}

function lay(image: Pixels, answer: Pixels, share: Float32Array): Blended {
  const rgba = image.rgba.slice()
  for (let at = 0; at < rgba.length; at++) {
    if (at % 4 === 3) continue
    rgba[at] = Math.round(rgba[at]! + (answer.rgba[at]! - rgba[at]!) * share[at >> 2]!)
  }
  return { rgba, share }
}

/** Returns the cubic closest to the points (least squares). */
function cubicThrough(points: readonly (readonly [x: number, y: number])[]): (x: number) => number {
  const matrix = [0, 1, 2, 3].map((row) => [
    ...[0, 1, 2, 3].map((column) => points.reduce((sum, [x]) => sum + x ** (row + column), 0)),
    points.reduce((sum, [x, y]) => sum + y * x ** row, 0),
  ])
  for (let pivot = 0; pivot < 4; pivot++) {
    for (let row = 0; row < 4; row++) {
      if (row === pivot) continue
      const factor = matrix[row]![pivot]! / matrix[pivot]![pivot]!
      matrix[row] = matrix[row]!.map((value, column) => value - factor * matrix[pivot]![column]!)
    }
  }
  const solved = matrix.map((row, n) => row[4]! / row[n]!)
  return (x) => solved.reduce((sum, factor, power) => sum + factor * x ** power, 0)
}
