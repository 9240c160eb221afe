import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { spreadColors } from '../../../platform/pure/spread-colors.ts'
import type { UpscaleTile } from '../../imaging.ts'
import type { OriginalImage } from '../source/original-image.ts'
import type { BlendedSpan } from './blended-spans.ts'
import { resizePlanes, type ImagePlanes } from './resize-planes.ts'

/** Runs the model on a tile. */
export type RunUpscaler = (tile: UpscaleTile) => Promise<UpscaleTile>

interface EnlargedTile {
  readonly colors: ImagePlanes
  /** null = the image is opaque. */
  readonly opacity: ImagePlanes | null
}

/**
 * Enlarges the colors of a part of an image by the model, and its opacity by interpolation: models are trained on
 * colors.
 */
export async function enlargeTile(
  original: OriginalImage,
  { column, row, factor }: { readonly column: BlendedSpan; readonly row: BlendedSpan; readonly factor: number },
  run: RunUpscaler,
): Promise<EnlargedTile> {
  const size = { widthPx: column.end - column.start, heightPx: row.end - row.start }
  const to = { widthPx: size.widthPx * factor, heightPx: size.heightPx * factor }
  const { rgb, alpha } = readTile(original, column, row)
  const made = await run({ ...size, planes: rgb })
  const isLargeEnough = made.widthPx >= to.widthPx && made.heightPx >= to.heightPx
  if (!isLargeEnough || made.planes.length !== 3 * made.widthPx * made.heightPx) {
    throw new AppError('model/unsupported', messages.modelOfOtherSize)
  }
  return {
    colors: resizePlanes(made, to, 'lanczos'),
    opacity: alpha && resizePlanes({ ...size, planes: alpha }, to, 'bicubic'),
  }
}

function readTile({ rgba, widthPx, hasAlpha, bitDepth }: OriginalImage, column: BlendedSpan, row: BlendedSpan) {
  const [width, height] = [column.end - column.start, row.end - row.start]
  const area = width * height
  const pixels = bitDepth === 16 ? new Uint16Array(area * 4) : new Uint8Array(area * 4)
  for (let y = 0; y < height; y++) {
    const from = ((row.start + y) * widthPx + column.start) * 4
    pixels.set(rgba.subarray(from, from + width * 4), y * width * 4)
  }
  if (hasAlpha) spreadColors(pixels, width, height)
  const white = bitDepth === 16 ? 65_535 : 255
  const rgb = new Float32Array(3 * area)
  const alpha = hasAlpha ? new Float32Array(area) : null
  for (let at = 0; at < area; at++) {
    for (let channel = 0; channel < 3; channel++) rgb[channel * area + at] = pixels[at * 4 + channel]! / white
    if (alpha !== null) alpha[at] = pixels[at * 4 + 3]! / white
  }
  return { rgb, alpha }
}
