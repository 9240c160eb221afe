import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { applyEffectiveMask } from './effective-area.ts'

/** A painted mask and its edge settings. */
export interface PaintedMask {
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
}

export interface EffectiveMask {
  /** Coverage of the whole image. */
  readonly effective: Uint8Array
  /** The area the mask can reach. */
  readonly area: Rect
}

/** @throws fill/empty-mask, request/invalid if the mask's size differs from the image's */
export async function loadEffectiveMask(request: PaintedMask, image: Size): Promise<EffectiveMask> {
  const effective = await decodeCoverage(request.maskPng, image, 'mask')
  const area = applyEffectiveMask(effective, image, request)
  if (area === null) throw emptyMask()
  return { effective, area }
}

export function emptyMask(): AppError {
  return new AppError('fill/empty-mask', messages.maskEmpty)
}

/** For masks that do not reach into the part sent to a service. */
export function nothingSent(): never {
  throw new AppError('request/invalid', messages.maskOutsideSentArea)
}

/** Counts the pixels the mask touches and those it does not. */
export function countMask(
  { effective, area }: EffectiveMask,
  { widthPx }: Size,
): { insidePx: number; outsidePx: number } {
  let insidePx = 0
  for (let y = area.y; y < area.y + area.heightPx; y++) {
    const row = effective.subarray(y * widthPx + area.x, y * widthPx + area.x + area.widthPx)
    for (const value of row) if (value > 0) insidePx++
  }
  return { insidePx, outsidePx: effective.length - insidePx }
}
