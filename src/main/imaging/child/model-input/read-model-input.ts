import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ModelInputRequest, PaddedInputRequest } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openImage } from '../source/decode-image.ts'
import { fileSource } from '../source/image-source.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { resizeLikePillow, type RgbImage } from './pillow-resize.ts'
import { resizePadded } from './resize-padded.ts'

/**
 * Decodes an image and returns it as a vision model's image processor would: resized, cropped to the middle, as 8-bit RGB in
 * row order. Transparency is composited over white.
 */
export async function readModelInput(
  { path, shape }: ModelInputRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const decoded = await decodeFile(path, budget, signal)
  const resized = resizeLikePillow(decoded, resizedSize(decoded, shape.resize), shape.filter)
  return shape.crop === null ? Uint8Array.from(resized.rgb) : cropMiddle(resized, shape.crop)
}

/** The same for models that take a padded square: RGB from 0 to 255 in floats. */
export async function readPaddedInput(
  { path, sidePx }: PaddedInputRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  return resizePadded(await decodeFile(path, budget, signal), sidePx)
}

async function decodeFile(path: string, budget: ByteBudget, signal: AbortSignal): Promise<RgbImage> {
  const image = await untilAborted(inspectImage(fileSource(path)), signal)
  const work = budget.run(decodedBytes(image), signal, () => decodeRgb(image))
  return untilAborted(work, signal)
}

async function decodeRgb(image: InspectedImage): Promise<RgbImage> {
  const { widthPx, heightPx, hasAlpha } = image.facts
  try {
    const opened = hasAlpha ? openImage(image).flatten({ background: '#ffffff' }) : openImage(image)
    const rgb = await opened.removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer()
    return { rgb, widthPx, heightPx }
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

/** The longer side is cut off below, not rounded, as in `get_resize_output_image_size` of transformers. */
export function resizedSize({ widthPx, heightPx }: Size, resize: ModelInputRequest['shape']['resize']): Size {
  if (resize.type === 'exact') return { widthPx: resize.widthPx, heightPx: resize.heightPx }
  const { shortestPx } = resize
  return widthPx <= heightPx
    ? { widthPx: shortestPx, heightPx: Math.floor((shortestPx * heightPx) / widthPx) }
    : { widthPx: Math.floor((shortestPx * widthPx) / heightPx), heightPx: shortestPx }
}

/** Crops around the middle; a model whose crop is larger than its resized image gets black borders. */
export function cropMiddle({ rgb, widthPx, heightPx }: RgbImage, crop: Size): Uint8Array<ArrayBuffer> {
  const cropped = new Uint8Array(crop.widthPx * crop.heightPx * 3)
  const [left, top] = [Math.floor((widthPx - crop.widthPx) / 2), Math.floor((heightPx - crop.heightPx) / 2)]
  const [fromX, toX] = [Math.max(0, left), Math.min(widthPx, left + crop.widthPx)]
  for (let y = Math.max(0, top); y < Math.min(heightPx, top + crop.heightPx); y++) {
    const row = rgb.subarray((y * widthPx + fromX) * 3, (y * widthPx + toX) * 3)
    cropped.set(row, ((y - top) * crop.widthPx + fromX - left) * 3)
  }
  return cropped
}
