import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { EncodedImage, MaskRequest } from '../../imaging.ts'
import { emptyMask, nothingSent } from '../masked-fill/load-effective-mask.ts'
import { applyEffectiveMask } from '../masked-fill/effective-area.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { sharp } from '../source/sharp-engine.ts'
import { checkCrop } from './check-crop.ts'
import { frameMask, widenFrameMask } from './frame-mask.ts'

/** @throws fill/empty-mask, request/invalid if the mask's size differs from the image's */
export async function encodeMask(request: MaskRequest, signal: AbortSignal): Promise<EncodedImage> {
  const coverage = await untilAborted(decodeCoverage(request.maskPng, request.size, 'mask'), signal)
  if (applyEffectiveMask(coverage, request.size, request) === null) throw emptyMask()
  if (request.polarity === 'alpha') return encodeAlpha(coverage, request)
  const repainted = frameMask(coverage, request.size, request)
  if (!repainted.includes(255)) throw nothingSent()
  widenFrameMask(repainted, request, request.marginPx ?? 0)
  const { widthPx: width, heightPx: height } = request.frame
  const { pixels, channels } = inPolarity(repainted, request.polarity)
  const pipeline = sharp(pixels, { raw: { width, height, channels } })
  const file = await (channels === 1 ? pipeline.toColourspace('b-w') : pipeline).png().toBuffer()
  return { bytes: Uint8Array.from(file), mime: 'image/png', widthPx: width, heightPx: height }
}

/** Encodes the paint with its softness: the crop scaled into its box, the padding transparent. */
async function encodeAlpha(coverage: Uint8Array, { size, frame, box, crop }: MaskRequest): Promise<EncodedImage> {
  const part = checkCrop(crop, size)
  const { data } = await sharp(coverage, { raw: { width: size.widthPx, height: size.heightPx, channels: 1 } })
    .extract({ left: part.x, top: part.y, width: part.widthPx, height: part.heightPx })
    .resize(box.widthPx, box.heightPx, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = new Uint8Array(frame.widthPx * frame.heightPx * 2)
  for (let row = 0; row < box.heightPx; row++) {
    const to = (box.y + row) * frame.widthPx + box.x
    for (let column = 0; column < box.widthPx; column++) {
      pixels[(to + column) * 2 + 1] = data[row * box.widthPx + column]!
    }
  }
  const { widthPx: width, heightPx: height } = frame
  const file = await sharp(pixels, { raw: { width, height, channels: 2 } })
    .png()
    .toBuffer()
  return { bytes: Uint8Array.from(file), mime: 'image/png', widthPx: width, heightPx: height }
}

type ModelPolarity = Exclude<MaskRequest['polarity'], 'alpha'>

function inPolarity(repainted: Uint8Array, polarity: ModelPolarity): { pixels: Uint8Array; channels: 1 | 4 } {
  switch (polarity) {
    case 'white':
      return { pixels: repainted, channels: 1 }
    case 'black':
      return { pixels: repainted.map((value) => 255 - value), channels: 1 }
    case 'transparent': {
      const pixels = new Uint8Array(repainted.length * 4)
      for (const [n, value] of repainted.entries()) {
        // White under the transparency and black elsewhere: a gateway that drops alpha still reads white = repaint.
        pixels.fill(value, n * 4, n * 4 + 3)
        pixels[n * 4 + 3] = 255 - value
      }
      return { pixels, channels: 4 }
    }
  }
}
