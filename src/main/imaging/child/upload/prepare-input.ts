import { formatFixed } from '../../../../shared/messages/formats.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { tooLargeToSend } from '../../../../shared/messages/en/imaging.ts'
import type { ImageFormat } from '../../../../shared/domain/model-card.ts'
import { untilAborted, throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import type { EncodedImage, InputRequest, MarkedInput, MarkedInputRequest } from '../../imaging.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { scalePixels } from '../composite/scale-pixels.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { checkCrop } from './check-crop.ts'
import { figuresOf, numberMarks, placeMarks, type Figure } from '../../../../shared/domain/mark-figures.ts'
import { isMarkWithin, scanCapsule } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openImage } from '../source/decode-image.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'

/** Tried from the best down until the file is small enough. */
const lossyQualities = [95, 90, 82, 74, 64] as const
/** From here on JPEG keeps color at full resolution. */
const fullColorQuality = 90

interface FramePixels {
  readonly pixels: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

/**
 * Scales the crop once, pads with edge pixels (less distracting to a model than a flat color), and encodes. Only the
 * file's pixels are sent: no camera data, no location.
 */
export async function prepareInput(
  request: InputRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<EncodedImage> {
  const image = await untilAborted(inspectImage(fileSource(request.sourcePath)), signal)
  const frameBytes = request.frame.widthPx * request.frame.heightPx * 4
  const work = budget.run(decodedBytes(image) + frameBytes, signal, async () => {
    const frame = await renderFrame(image, request)
    return encodeWithin(frame, encodings(request.formats), { request, name: image.source.name, signal })
  })
  return untilAborted(work, signal)
}

/** An image of a sketch needs no lossless copy: it encodes many times as fast. */
const markedQuality = 90

/** Prepares the image once as it is, and once with marks over it; decodes and scales it once. */
export async function prepareMarked(
  request: MarkedInputRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<MarkedInput> {
  const { frame, box, marks } = request
  const image = await untilAborted(inspectImage(fileSource(request.sourcePath)), signal)
  const frameBytes = frame.widthPx * frame.heightPx * 4
  const work = budget.run(decodedBytes(image) + frameBytes * 2, signal, async () => {
    const clean = await renderFrame(image, request)
    const about = { request, name: image.source.name, signal }
    // Encoded in another thread, while the marks are drawn here.
    const encoded = encodeWithin(clean, encodings(request.formats), about)
    const marked = { ...clean, pixels: Uint8Array.from(clean.pixels) }
    paintMarks(marked, marks, { frame, box, crop: checkCrop(request.crop, image.facts) })
    const [sent, copy] = await Promise.all([encoded, encodeWithin(marked, copyEncodings(request.formats), about)])
    return { clean: sent, marked: copy }
  })
  return untilAborted(work, signal)
}

async function renderFrame(image: InspectedImage, request: InputRequest): Promise<FramePixels> {
  const { frame, box } = request
  try {
    const { rgba } = await scalePixels(await readCrop(image, request), box)
    const raw = { width: box.widthPx, height: box.heightPx, channels: 4 as const }
    const { data, info } = await sharp(rgba, { raw })
      .removeAlpha()
      .extend({
        left: box.x,
        top: box.y,
        right: frame.widthPx - box.x - box.widthPx,
        bottom: frame.heightPx - box.y - box.heightPx,
        extendWith: 'copy',
      })
      .raw({ depth: 'uchar' })
      .toUint8Array()
    return { pixels: data, widthPx: info.width, heightPx: info.height }
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

/** Transparency becomes white. Downscaling happens while decoding. */
async function readCrop(image: InspectedImage, { box, crop }: InputRequest): Promise<RgbaPixels> {
  const { x, y, widthPx, heightPx } = checkCrop(crop, image.facts)
  const size = { widthPx: Math.min(box.widthPx, widthPx), heightPx: Math.min(box.heightPx, heightPx) }
  const { data: rgba } = await openImage(image)
    .extract({ left: x, top: y, width: widthPx, height: heightPx })
    .flatten({ background: '#fff' })
    .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toUint8Array()
  return { ...size, rgba }
}

interface Encoding {
  readonly format: ImageFormat
  readonly quality: number
  /** In one pass, for a file that is slightly larger. */
  readonly isQuick?: boolean
}

interface Encoded {
  readonly request: Pick<InputRequest, 'maxBytes'>
  readonly name: string
  readonly signal: AbortSignal
}

/** Returns the first encoding that is small enough. */
async function encodeWithin(
  frame: FramePixels,
  encodingsToTry: readonly Encoding[],
  { request: { maxBytes }, name, signal }: Encoded,
): Promise<EncodedImage> {
  for (const encoding of encodingsToTry) {
    throwIfAborted(signal)
    const file = await encode(frame, encoding)
    if (file.length > maxBytes) continue
    const { widthPx, heightPx } = frame
    return { bytes: Uint8Array.from(file), mime: `image/${encoding.format}`, widthPx, heightPx }
  }
  throw new AppError('media/too-large', tooLargeToSend({ name, megabytes: formatFixed(maxBytes / 1e6, 1) }), {
    detail: { maxBytes },
  })
}

/** Lossless if allowed and small enough, then progressively smaller. */
function encodings(formats: readonly ImageFormat[]): Encoding[] {
  const lossy = (['jpeg', 'webp'] as const).find((format) => formats.includes(format))
  return [
    ...(formats.includes('png') ? [{ format: 'png' as const, quality: 100 }] : []),
    ...(lossy === undefined ? [] : lossyQualities.map((quality) => ({ format: lossy, quality }))),
  ]
}

/** Of the copy with marks: small at once, if the service takes such a format. */
function copyEncodings(formats: readonly ImageFormat[]): Encoding[] {
  const all = encodings(formats)
  const small = all.filter(({ format, quality }) => format !== 'png' && quality <= markedQuality)
  return small.length > 0 ? small.map((encoding) => ({ ...encoding, isQuick: true })) : all
}

function encode(
  { pixels, widthPx, heightPx }: FramePixels,
  { format, quality, isQuick = false }: Encoding,
): Promise<Buffer> {
  const pipeline = sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  switch (format) {
    case 'png':
      return pipeline.png({ compressionLevel: 6 }).toBuffer()
    case 'jpeg':
      return pipeline
        .jpeg({
          quality,
          chromaSubsampling: quality >= fullColorQuality ? '4:4:4' : '4:2:0',
          optimiseCoding: !isQuick,
        })
        .toBuffer()
    case 'webp':
      return pipeline.webp({ quality, ...(isQuick && { effort: 0 }) }).toBuffer()
  }
}

/** 8-bit RGB, row by row. */
interface MarkedPixels extends Size {
  readonly pixels: Uint8Array
}

/**
 * Draws marks over an image that is sent, in place. Drawn here and not by a library of fonts and shapes, so that every
 * computer sends the same pixels.
 * @param image of the size `frame`
 * @param marks in pixels of the image in the library
 */
function paintMarks(image: MarkedPixels, marks: readonly Mark[], { crop, box, frame }: SentPart): void {
  const numbered = numberMarks(marks).filter(({ mark }) => isMarkWithin(mark, crop))
  const placed = placeMarks(
    numbered.map(({ mark }) => mark),
    { crop, box },
  )
  const drawn = numbered.map(({ number }, at) => ({ number, mark: placed[at]! }))
  for (const figure of figuresOf(drawn, frame)) drawFigure(image, figure)
}

function drawFigure(image: MarkedPixels, figure: Figure): void {
  if (figure.type === 'disc') return drawCapsule(image, figure.at, figure.at, figure.radiusPx, figure.color)
  const { points, widthPx, color } = figure
  for (const [at, to] of points.slice(1).entries()) drawCapsule(image, points[at]!, to, widthPx / 2, color)
}

/** Everything within `radius` of a segment, with an edge one pixel wide. */
function drawCapsule(image: MarkedPixels, from: Point, to: Point, radius: number, color: string): void {
  const rgb = Number.parseInt(color.slice(1), 16)
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
  const { pixels, widthPx, heightPx } = image
  scanCapsule(from, to, radius + 1, (y, start, end) => {
    if (y < 0 || y >= heightPx) return
    const last = Math.min(widthPx, Math.ceil(end))
    for (let x = Math.max(0, Math.floor(start)); x < last; x++) {
      const share = clamp(radius + 0.5 - distanceTo({ x: x + 0.5, y: y + 0.5 }, from, to), 0, 1)
      if (share === 0) continue
      const at = (y * widthPx + x) * 3
      pixels[at] = Math.round(pixels[at]! + (red - pixels[at]!) * share)
      pixels[at + 1] = Math.round(pixels[at + 1]! + (green - pixels[at + 1]!) * share)
      pixels[at + 2] = Math.round(pixels[at + 2]! + (blue - pixels[at + 2]!) * share)
    }
  })
}

function distanceTo({ x, y }: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y }
  const squared = along.x * along.x + along.y * along.y
  const share = squared === 0 ? 0 : clamp(((x - from.x) * along.x + (y - from.y) * along.y) / squared, 0, 1)
  return Math.hypot(x - from.x - along.x * share, y - from.y - along.y * share)
}
