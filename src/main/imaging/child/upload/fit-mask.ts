import { AppError } from '../../../../shared/errors/index.ts'
import { maskShapeDiffers } from '../../../../shared/messages/en/imaging.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { hasSameShape } from '../../../../shared/util/same-shape.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { FitMaskRequest, FittedMask } from '../../imaging.ts'
import { boundsOfCoverage } from '../masked-fill/effective-area.ts'
import { decodeAnyCoverage } from '../source/decode-coverage.ts'
import { sharp } from '../source/sharp-engine.ts'

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
  const isSame = given.widthPx === size.widthPx && given.heightPx === size.heightPx
  const raw = { width: given.widthPx, height: given.heightPx, channels: 1 as const }
  const scaled = isSame
    ? coverage
    : await untilAborted(
        sharp(coverage, { raw })
          .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear' })
          .toColourspace('b-w')
          .raw()
          .toBuffer(),
        signal,
      )
  const result = { width: size.widthPx, height: size.heightPx, channels: 1 as const }
  const png = sharp(scaled, { raw: result }).toColourspace('b-w').png({ compressionLevel: 3 }).toBuffer()
  return { png: Uint8Array.from(await untilAborted(png, signal)), given, bounds: boundsOfCoverage(scaled, size) }
}

function requireShape(given: Size, size: Size): void {
  if (hasSameShape(given, size)) return
  const sizes = { imageWidth: size.widthPx, imageHeight: size.heightPx }
  throw new AppError('request/invalid', maskShapeDiffers({ width: given.widthPx, height: given.heightPx, ...sizes }))
}
