import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { decodeCoverage } from '../source/decode-coverage.ts'
import { applyEffectiveMask } from './effective-area.ts'

/** A mask as painted, and how its edge is widened. */
export interface PaintedMask {
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
}

export interface EffectiveMask {
  /** Coverage of the whole picture. */
  readonly effective: Uint8Array
  /** What the mask can reach. */
  readonly area: Rect
}

/** @throws fill/empty-mask, request/invalid where the mask has not the picture's size */
export async function loadEffectiveMask(request: PaintedMask, picture: Size): Promise<EffectiveMask> {
  const effective = await decodeCoverage(request.maskPng, picture, 'mask')
  const area = applyEffectiveMask(effective, picture, request)
  if (area === null) throw emptyMask()
  return { effective, area }
}

export function emptyMask(): AppError {
  return new AppError('fill/empty-mask', 'Paint over what should go first: nothing is marked yet.')
}

/** For masks that do not reach into what a service is sent. */
export function nothingSent(): never {
  throw new AppError(
    'request/invalid',
    'The mask lies outside of the part that was sent, so there is nothing to lay in. Nothing was changed.',
  )
}

/** How many pixels the mask touches, and how many it does not. */
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
