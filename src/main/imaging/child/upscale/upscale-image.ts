import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { UpscaleContext, UpscaleImageRequest, UpscaleTile } from '../../imaging.ts'
import { loadOriginal, type SourceServices } from '../source/load-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { channelsOf, packRow } from '../verify/finished-image.ts'
import { blendedSpans, type BlendedSpan, rampPx } from './blended-spans.ts'
import { type ImagePlanes, resizePlanes } from './resize-planes.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { spreadColors } from '../../../platform/pure/spread-colors.ts'

/**
 * Writes an enlarged image, at the original's depth and in its colors. Of the result, two rows of tiles are in memory at
 * most.
 */
export async function upscaleImage(
  request: UpscaleImageRequest,
  context: UpscaleContext,
  services: SourceServices,
): Promise<void> {
  const { originalPath, resultPath } = request
  const original = await untilAborted(loadOriginal(originalPath, services), context.signal)
  const pixels = enlargedPixels(original, request, context)
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, context.signal))
}

function enlargedPixels(
  original: OriginalImage,
  { factor, tile }: UpscaleImageRequest,
  { signal, onProgress, onTile }: UpscaleContext,
): PngPixels {
  const { bitDepth, colors } = original
  const [widthPx, heightPx] = [original.widthPx * factor, original.heightPx * factor]
  const channels = channelsOf(original)
  const columns = blendedSpans(original.widthPx, tile.widthPx)
  const rows = blendedSpans(original.heightPx, tile.heightPx)
  const remaining = [...rows]
  let strip: BlendedStrip | null = null
  let bottom = 0
  let done = 0

  async function makeStrip(): Promise<void> {
    const row = remaining.shift()!
    const next = new BlendedStrip({ widthPx, channels, factor }, row)
    for (const column of columns) {
      signal.throwIfAborted()
      const enlarged = await enlargeTile(original, { column, row, factor }, onTile)
      next.lay(enlarged.colors, column, 0)
      if (enlarged.opacity !== null) next.lay(enlarged.opacity, column, 3)
      onProgress(++done / (columns.length * rows.length))
    }
    if (strip !== null) next.layBelow(strip)
    strip = next
    bottom = next.bottom(remaining.length === 0)
  }

  const line = bitDepth === 16 ? new Uint16Array(widthPx * 4) : new Uint8Array(widthPx * 4)
  const perLevel = fullLevel / (bitDepth === 16 ? 65_535 : 255)
  const readRow = (y: number, into: Uint8Array): void => {
    const levels = strip!.row(y)
    for (let from = 0, to = 0; from < levels.length; from += channels, to += 4) {
      for (let channel = 0; channel < channels; channel++) {
        line[to + channel] = Math.round(levels[from + channel]! / perLevel)
      }
    }
    packRow(line, channels, into)
  }
  const prepare = async (y: number): Promise<void> => {
    if (y >= bottom) await makeStrip()
  }
  return { widthPx, heightPx, channels, bitDepth, colorChunks: colors.chunks, prepare, readRow }
}

/** Runs the model on a tile. */
type RunUpscaler = (tile: UpscaleTile) => Promise<UpscaleTile>

interface EnlargedTile {
  readonly colors: ImagePlanes
  /** null = the image is opaque. */
  readonly opacity: ImagePlanes | null
}

/**
 * Enlarges the colors of a part of an image by the model, and its opacity by interpolation: models are trained on
 * colors.
 */
async function enlargeTile(
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

/** The largest value of a strip: 16 bits, whatever the image has. */
const fullLevel = 65_535

interface StripShape {
  /** Of the result. */
  readonly widthPx: number
  readonly channels: 3 | 4
  readonly factor: number
}

/** One row of tiles of the result, as interleaved levels; each tile fades into those that are laid over it. */
class BlendedStrip {
  readonly #shape: StripShape
  readonly #row: BlendedSpan
  readonly #levels: Uint16Array

  constructor(shape: StripShape, row: BlendedSpan) {
    this.#shape = shape
    this.#row = row
    this.#levels = new Uint16Array((row.to - row.from) * shape.factor * shape.widthPx * shape.channels)
  }

  /** The first row of the result that it holds, and the first that it does not complete: the next strip does. */
  get top(): number {
    return this.#row.from * this.#shape.factor
  }
  bottom(isLast: boolean): number {
    return (isLast ? this.#row.to : this.#row.to - rampPx) * this.#shape.factor
  }

  /** @param planes of the whole tile @param channel of the first plane */
  lay({ planes, widthPx, heightPx }: ImagePlanes, column: BlendedSpan, channel: number): void {
    const { widthPx: stride, channels, factor } = this.#shape
    const [left, right] = [column.from * factor, column.to * factor]
    const ramp = column.from === 0 ? 0 : rampPx * factor
    const skipped = { x: (column.from - column.start) * factor, y: (this.#row.from - this.#row.start) * factor }
    const count = planes.length / (widthPx * heightPx)
    for (let y = 0; y < (this.#row.to - this.#row.from) * factor; y++) {
      for (let plane = 0; plane < count; plane++) {
        let from = (plane * heightPx + y + skipped.y) * widthPx + skipped.x
        let to = (y * stride + left) * channels + channel + plane
        for (let x = 0; x < right - left; x++, to += channels) {
          const level = Math.min(1, Math.max(0, planes[from++]!)) * fullLevel
          const share = x < ramp ? (x + 0.5) / ramp : 1
          this.#levels[to] = Math.round(this.#levels[to]! * (1 - share) + level * share)
        }
      }
    }
  }

  /** Fades the strip above into this one. */
  layBelow(above: BlendedStrip): void {
    const { widthPx, channels, factor } = this.#shape
    const rowLength = widthPx * channels
    const ramp = rampPx * factor
    const first = this.top - above.top
    for (let y = 0; y < ramp; y++) {
      const share = (y + 0.5) / ramp
      for (let at = y * rowLength, from = (first + y) * rowLength; at < (y + 1) * rowLength; at++, from++) {
        this.#levels[at] = Math.round(above.#levels[from]! * (1 - share) + this.#levels[at]! * share)
      }
    }
  }

  /** Row `y` of the result. */
  row(y: number): Uint16Array {
    const rowLength = this.#shape.widthPx * this.#shape.channels
    return this.#levels.subarray((y - this.top) * rowLength, (y - this.top + 1) * rowLength)
  }
}
