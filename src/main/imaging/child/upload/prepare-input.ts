import { AppError } from '../../../../shared/errors/index.ts'
import type { PictureFormat } from '../../../../shared/domain/model-card.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { EncodedPicture, InputRequest } from '../../imaging.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { scalePixels } from '../composite/scale-pixels.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { checkCrop } from './check-crop.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openPicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
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
 * Scales the crop once, pads with the pixels of the edge (which gives a model less to wonder about than a flat color), and
 * encodes. Nothing of the file but its pixels is sent: no camera data, no place.
 */
export async function prepareInput(
  request: InputRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<EncodedPicture> {
  const picture = await untilAborted(inspectPicture(fileSource(request.sourcePath)), signal)
  const frameBytes = request.frame.widthPx * request.frame.heightPx * 4
  const work = budget.run(decodedBytes(picture) + frameBytes, signal, async () => {
    const frame = await renderFrame(picture, request)
    return encodeWithin(frame, request, picture.source.name, signal)
  })
  return untilAborted(work, signal)
}

async function renderFrame(picture: InspectedPicture, request: InputRequest): Promise<FramePixels> {
  const { frame, box } = request
  try {
    const { rgba } = await scalePixels(await readCrop(picture, request), box)
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
      .toBuffer({ resolveWithObject: true })
    // The bytes lie in the decoder's own heap, which may grow and move under the next call.
    return { pixels: Uint8Array.from(data), widthPx: info.width, heightPx: info.height }
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}

/** What is transparent is white. Where the picture is to be made smaller, it is while it is decoded. */
async function readCrop(picture: InspectedPicture, { box, crop }: InputRequest): Promise<RgbaPixels> {
  const { x, y, widthPx, heightPx } = checkCrop(crop, picture.facts)
  const size = { widthPx: Math.min(box.widthPx, widthPx), heightPx: Math.min(box.heightPx, heightPx) }
  const pixels = await openPicture(picture)
    .extract({ left: x, top: y, width: widthPx, height: heightPx })
    .flatten({ background: '#fff' })
    .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer()
  return { ...size, rgba: Uint8Array.from(pixels) }
}

async function encodeWithin(
  frame: FramePixels,
  { formats, maxBytes }: InputRequest,
  name: string,
  signal: AbortSignal,
): Promise<EncodedPicture> {
  for (const { format, quality } of encodings(formats)) {
    if (signal.aborted) throw AppError.cancelled()
    const file = await encode(frame, format, quality)
    if (file.length > maxBytes) continue
    const { widthPx, heightPx } = frame
    return { bytes: Uint8Array.from(file), mime: `image/${format}`, widthPx, heightPx }
  }
  throw new AppError(
    'media/too-large',
    `“${name}” cannot be sent: the service takes files of up to ${(maxBytes / 1e6).toFixed(1)} MB, and it stays larger. Nothing was sent; make the image smaller and try again.`,
    { detail: { maxBytes } },
  )
}

/** Lossless where it is allowed and small enough, then ever smaller. */
function encodings(formats: readonly PictureFormat[]): { format: PictureFormat; quality: number }[] {
  const lossy = (['jpeg', 'webp'] as const).find((format) => formats.includes(format))
  return [
    ...(formats.includes('png') ? [{ format: 'png' as const, quality: 100 }] : []),
    ...(lossy === undefined ? [] : lossyQualities.map((quality) => ({ format: lossy, quality }))),
  ]
}

function encode({ pixels, widthPx, heightPx }: FramePixels, format: PictureFormat, quality: number): Promise<Buffer> {
  const pipeline = sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  switch (format) {
    case 'png':
      return pipeline.png({ compressionLevel: 6 }).toBuffer()
    case 'jpeg':
      return pipeline.jpeg({ quality, chromaSubsampling: quality >= fullColorQuality ? '4:4:4' : '4:2:0' }).toBuffer()
    case 'webp':
      return pipeline.webp({ quality }).toBuffer()
  }
}
