import type { Size } from '../../../../shared/util/geometry.ts'
import { sharp } from '../source/sharp-engine.ts'
import type { RgbaPixels } from './planes.ts'
import { resample, type SampledColors } from './resample.ts'

const bandRows = 256

/**
 * Resizes RGBA pixels by Lanczos-3 with premultiplied colors. Downscaling uses libvips; upscaling uses our own code,
 * since libvips shifts enlarged images by half an output pixel.
 */
export async function scalePixels(pixels: RgbaPixels, size: Size): Promise<RgbaPixels> {
  const least = {
    widthPx: Math.min(pixels.widthPx, size.widthPx),
    heightPx: Math.min(pixels.heightPx, size.heightPx),
  }
  const smaller = await shrinkPixels(pixels, least)
  return isSize(smaller, size) ? smaller : enlargePixels(smaller, size)
}

async function shrinkPixels(pixels: RgbaPixels, size: Size): Promise<RgbaPixels> {
  if (isSize(pixels, size)) return pixels
  const raw = { width: pixels.widthPx, height: pixels.heightPx, channels: 4 as const }
  const { data: rgba } = await sharp(pixels.rgba, { raw, limitInputPixels: false })
    .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' })
    .raw({ depth: 'uchar' })
    .toUint8Array()
  return { ...size, rgba }
}

export function enlargePixels(pixels: RgbaPixels, { widthPx, heightPx }: Size): RgbaPixels {
  const [scaleX, scaleY] = [pixels.widthPx / widthPx, pixels.heightPx / heightPx]
  const toPixels = { ax: scaleX, bx: 0, cx: 0, ay: 0, by: scaleY, cy: 0 }
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  const hasAlpha = isSeeThrough(pixels)
  for (let top = 0; top < heightPx; top += bandRows) {
    const band = { x: 0, y: top, widthPx, heightPx: Math.min(bandRows, heightPx - top) }
    interleave(resample(pixels, hasAlpha, toPixels, band), rgba, top * widthPx * 4)
  }
  return { widthPx, heightPx, rgba }
}

export function isSeeThrough({ rgba }: RgbaPixels): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true
  return false
}

function interleave({ red, green, blue, opacity }: SampledColors, rgba: Uint8Array, start: number): void {
  for (let n = 0, at = start; n < red.length; n++, at += 4) {
    rgba[at] = toByte(red[n]!)
    rgba[at + 1] = toByte(green[n]!)
    rgba[at + 2] = toByte(blue[n]!)
    rgba[at + 3] = opacity === null ? 255 : opacity[n]! * 255 + 0.5
  }
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5
}

function isSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}
