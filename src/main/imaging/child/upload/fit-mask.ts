import { AppError } from '../../../../shared/errors/index.ts'
import { maskShapeDiffers, maskTurned } from '../../../../shared/messages/en/imaging.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { hasSameShape } from '../../../../shared/util/same-shape.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { FitMaskRequest, FittedMask } from '../../imaging.ts'
import { boundsOfCoverage } from '../masked-fill/effective-area.ts'
import { decodeAnyCoverage, isTurned, sizesOf } from '../mask/decode-coverage.ts'
import { encodeCoverage, scaleCoverage } from '../mask/scale-coverage.ts'

/**
 * Scales a mask to an image of the same shape, within 1 %: positions as fractions of the sides are kept. Bilinear, which
 * leaves no paint outside of what was painted but the soft edge of one pixel.
 * @throws request/invalid if the shapes differ, media/*
 */
export async function fitMask({ maskPng, size, isInverted }: FitMaskRequest, signal: AbortSignal): Promise<FittedMask> {
  const { coverage, given } = await untilAborted(
    decodeAnyCoverage(maskPng, 'mask', (own) => requireShape(own, size)),
    signal,
  )
  if (isInverted) for (let at = 0; at < coverage.length; at++) coverage[at] = 255 - coverage[at]!
  const scaled = await untilAborted(scaleCoverage(coverage, given, size), signal)
  const png = await untilAborted(encodeCoverage(scaled, size), signal)
  return { png, given, bounds: boundsOfCoverage(scaled, size) }
}

function requireShape(given: Size, size: Size): void {
  if (hasSameShape(given, size)) return
  const problem = maskShapeDiffers(sizesOf(given, size))
  throw new AppError('request/invalid', joinSentences(problem, isTurned(given, size) && maskTurned))
}
