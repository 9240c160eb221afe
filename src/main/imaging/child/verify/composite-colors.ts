import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Numbers, OriginalImage } from '../source/original-image.ts'
import type { FinishedPatch } from './finished-image.ts'
import type { ProfileColors } from './profile-colors.ts'

/** Colors to composite over a part of an image: planes of `area`, row by row. */
export interface CompositedColors {
  readonly area: Rect
  /** Encoded sRGB, 0 to 255, straight alpha; fractional, for originals with more than 8 bits. */
  readonly red: Float32Array
  readonly green: Float32Array
  readonly blue: Float32Array
  /** Its own opacity, 0 to 1; null = opaque. */
  readonly opacity: Float32Array | null
  /** Its strength, 0 to 1. Where this is 0 the original is untouched. */
  readonly share: Float32Array
}

/**
 * Composites into `patch`, which holds the original's pixels and contains `composited.area`. Values are mixed in the
 * original's color space and at its depth. An opaque original stays opaque: it shows through transparent parts.
 * Otherwise both are mixed premultiplied, so that transparent pixels add no color.
 */
export async function compositeColors(
  original: OriginalImage,
  patch: FinishedPatch,
  composited: CompositedColors,
  profile: ProfileColors | null,
): Promise<void> {
  const colors = profile === null ? composited : await inProfile(composited, profile)
  const mix = original.hasAlpha ? mixPixel : coverPixel
  const scale = original.bitDepth === 16 ? 257 : 1
  const { area } = composited
  for (let row = 0, n = 0; row < area.heightPx; row++) {
    let at = ((area.y + row - patch.y) * patch.widthPx + area.x - patch.x) * 4
    for (let column = 0; column < area.widthPx; column++, n++, at += 4) {
      const share = composited.share[n]!
      if (share > 0) mix(patch.rgba, at, colors, n, share, scale)
    }
  }
}

/** Converts only visible pixels. */
async function inProfile(composited: CompositedColors, profile: ProfileColors): Promise<CompositedColors> {
  const visible = Uint32Array.from(composited.share.keys()).filter((n) => composited.share[n]! > 0)
  const gather = (plane: Float32Array): Float32Array => Float32Array.from(visible, (n) => plane[n]!)
  const planes = [gather(composited.red), gather(composited.green), gather(composited.blue)] as const
  await profile.convert(...planes)
  const spread = (values: Float32Array): Float32Array => {
    const plane = new Float32Array(composited.share.length)
    visible.forEach((n, k) => (plane[n] = values[k]!))
    return plane
  }
  return { ...composited, red: spread(planes[0]), green: spread(planes[1]), blue: spread(planes[2]) }
}

function coverPixel(
  into: Numbers,
  at: number,
  composited: CompositedColors,
  n: number,
  share: number,
  scale: number,
): void {
  const weight = composited.opacity === null ? share : share * composited.opacity[n]!
  into[at] = into[at]! + (toNumber(composited.red[n]!) * scale - into[at]!) * weight + 0.5
  into[at + 1] = into[at + 1]! + (toNumber(composited.green[n]!) * scale - into[at + 1]!) * weight + 0.5
  into[at + 2] = into[at + 2]! + (toNumber(composited.blue[n]!) * scale - into[at + 2]!) * weight + 0.5
}

function mixPixel(
  into: Numbers,
  at: number,
  composited: CompositedColors,
  n: number,
  share: number,
  scale: number,
): void {
  const full = 255 * scale
  const oldWeight = (into[at + 3]! / full) * (1 - share)
  const newWeight = (composited.opacity === null ? 1 : composited.opacity[n]!) * share
  const alpha = oldWeight + newWeight
  const isClear = alpha * full < 0.5
  mixChannel(into, at, composited.red[n]!, oldWeight, newWeight, alpha, isClear, scale)
  mixChannel(into, at + 1, composited.green[n]!, oldWeight, newWeight, alpha, isClear, scale)
  mixChannel(into, at + 2, composited.blue[n]!, oldWeight, newWeight, alpha, isClear, scale)
  into[at + 3] = Math.min(full, alpha * full + 0.5)
}

function mixChannel(
  into: Numbers,
  at: number,
  value: number,
  oldWeight: number,
  newWeight: number,
  alpha: number,
  isClear: boolean,
  scale: number,
): void {
  const mixed = isClear ? 0 : (into[at]! * oldWeight + toNumber(value) * scale * newWeight) / alpha + 0.5
  into[at] = Math.min(255 * scale, mixed)
}

/** Resampling may overshoot what a channel can hold. */
function toNumber(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}
