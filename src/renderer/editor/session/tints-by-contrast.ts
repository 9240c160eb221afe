import { maskTints } from '../../../shared/domain/surfaces.ts'

type Color = readonly [number, number, number]

/**
 * Smallest difference in Oklab at which a tint at half strength is seen at a glance: the first red is 0.01 to 0.07 from
 * reds, 0.08 and more from skin, 0.12 from gray.
 */
const visibleDifference = 0.075
/** The part of an image that a mask may be hardly visible on. */
const toleratedShare = 0.25

/**
 * Returns the colors of masks for an image: those that show on it in their usual order, then the others, the best first.
 * @param pixels RGBA, 8-bit sRGB, straight alpha, of a small version of the image
 */
export function tintsByContrast(pixels: Uint8ClampedArray): readonly string[] {
  const hidden = maskTints.map((tint) => ({ tint, share: hiddenShare(pixels, parseColor(tint)) }))
  const shown = hidden.filter(({ share }) => share <= toleratedShare)
  const others = hidden.filter(({ share }) => share > toleratedShare).toSorted((a, b) => a.share - b.share)
  return [...shown, ...others].map(({ tint }) => tint)
}

/** Returns the share of the opaque pixels, 0 to 1, that the tint hardly changes. */
function hiddenShare(pixels: Uint8ClampedArray, tint: Color): number {
  let count = 0
  let hidden = 0
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    if (pixels[at + 3]! < 128) continue
    count++
    const color: Color = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!]
    const tinted: Color = [(color[0] + tint[0]) / 2, (color[1] + tint[1]) / 2, (color[2] + tint[2]) / 2]
    if (distance(toOklab(color), toOklab(tinted)) < visibleDifference) hidden++
  }
  return count === 0 ? 0 : hidden / count
}

function parseColor(hex: string): Color {
  const rgb = Number.parseInt(hex.slice(1), 16)
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
}

function distance(a: Color, b: Color): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

/** From 8-bit sRGB; B. Ottosson, “A perceptual color space for image processing” (2020). */
function toOklab([red, green, blue]: Color): Color {
  const [r, g, b] = [toLinear(red), toLinear(green), toLinear(blue)]
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

/** IEC 61966-2-1. */
function toLinear(value: number): number {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
