import type { OutputInfo } from 'sharp'
import { sharp } from '../../platform/pure/sharp.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { RawImage } from './sd-library.ts'

/** Decodes an image for the engine: sRGB without transparency, at exactly this size. */
export async function readColor(bytes: Uint8Array, widthPx?: number, heightPx?: number): Promise<RawImage> {
  const size = widthPx === undefined || heightPx === undefined ? {} : { width: widthPx, height: heightPx }
  const image = sharp(bytes)
    .resize({ ...size, fit: 'fill' })
    .removeAlpha()
    .toColorspace('srgb')
  return toRaw(await image.raw().toBuffer({ resolveWithObject: true }))
}

/** Decodes a single channel: white is repainted. */
export async function readMaskPixels(bytes: Uint8Array, widthPx: number, heightPx: number): Promise<RawImage> {
  const image = sharp(bytes).resize(widthPx, heightPx, { fit: 'fill' }).removeAlpha().toColorspace('b-w')
  return toRaw(await image.extractChannel(0).raw().toBuffer({ resolveWithObject: true }))
}

export async function writePng({ data, widthPx, heightPx, channels }: RawImage): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: widthPx, height: heightPx, channels: channels as 1 | 3 | 4 }
  return new Uint8Array(await sharp(data, { raw }).png({ compressionLevel: 2 }).toBuffer())
}

function toRaw({ data, info }: { data: Buffer; info: OutputInfo }): RawImage {
  return { data, widthPx: info.width, heightPx: info.height, channels: info.channels }
}

/** An upscaler has a fixed factor, which may differ from the requested one. */
export async function resizeTo(image: RawImage, { widthPx, heightPx }: Size): Promise<RawImage> {
  if (image.widthPx === widthPx && image.heightPx === heightPx) return image
  const raw = { width: image.widthPx, height: image.heightPx, channels: image.channels as 1 | 3 | 4 }
  const resized = sharp(image.data, { raw, limitInputPixels: false })
    .resize(widthPx, heightPx, { fit: 'fill' })
    .toColourspace(image.channels === 1 ? 'b-w' : 'srgb')
  return toRaw(await resized.raw().toBuffer({ resolveWithObject: true }))
}
