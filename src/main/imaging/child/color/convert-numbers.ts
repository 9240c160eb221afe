import { invert, multiply, type ColorSpace } from './color-space.ts'
import type { TargetSpace } from './known-spaces.ts'

export type Depth = 8 | 16
export type Samples = Uint8Array | Uint16Array

export interface SampleFormat {
  /** Gray, gray and alpha, RGB, RGBA; alpha is straight and never converted. */
  readonly channels: 1 | 2 | 3 | 4
  readonly depth: Depth
}

/** Converts interleaved samples; `to` has as many samples as `from`. */
export type ColorConversion = (from: Samples, to: Samples) => void

const steps = 65_536

/**
 * Relative to white; out-of-gamut colors are clipped per channel in linear light. Computed in double precision with one
 * final rounding, so each sample is within one level.
 */
export function colorConversion(
  { channels, depth }: SampleFormat,
  toDepth: Depth,
  { from, to }: { readonly from: ColorSpace; readonly to: TargetSpace },
): ColorConversion {
  const [red, green, blue] = linearTables(from, depth)
  const full = toDepth === 16 ? 65_535 : 255
  const encoded = encodeTable(to, full)
  const alpha = channels % 2 === 0 ? depthTable(depth, toDepth) : null
  if (channels < 3 || from.type === 'gray') {
    return (source, target) => {
      for (let at = 0; at < source.length; at += channels) {
        target[at] = interpolate(encoded, red[source[at]!]!)
        if (alpha !== null) target[at + 1] = alpha[source[at + 1]!]!
      }
    }
  }
  const [[a, b, c], [d, e, f], [g, h, i]] = multiply(invert(to.toXyz)!, from.toXyz)
  return (source, target) => {
    for (let at = 0; at < source.length; at += channels) {
      const [x, y, z] = [red[source[at]!]!, green[source[at + 1]!]!, blue[source[at + 2]!]!]
      target[at] = interpolate(encoded, a * x + b * y + c * z)
      target[at + 1] = interpolate(encoded, d * x + e * y + f * z)
      target[at + 2] = interpolate(encoded, g * x + h * y + i * z)
      if (alpha !== null) target[at + 3] = alpha[source[at + 3]!]!
    }
  }
}

/** Converts between depths, rounding each sample to the nearest level. */
export function depthConversion(from: Depth, to: Depth): ColorConversion {
  const table = depthTable(from, to)
  return (source, target) => {
    for (let at = 0; at < source.length; at++) target[at] = table[source[at]!]!
  }
}

function depthTable(from: Depth, to: Depth): Samples {
  const [levels, full] = [from === 16 ? 65_536 : 256, to === 16 ? 65_535 : 255]
  const table = to === 16 ? new Uint16Array(levels) : new Uint8Array(levels)
  for (let n = 0; n < levels; n++) table[n] = Math.round((n * full) / (levels - 1))
  return table
}

function linearTables(space: ColorSpace, depth: Depth): [Float64Array, Float64Array, Float64Array] {
  const levels = depth === 16 ? 65_536 : 256
  const table = (n: number): Float64Array => {
    const curve = space.curves[n] ?? space.curves[0]!
    return Float64Array.from({ length: levels }, (_, level) => curve(level / (levels - 1)))
  }
  const first = table(0)
  return space.type === 'gray' ? [first, first, first] : [first, table(1), table(2)]
}

/**
 * Maps linear light to a level, with half a level added: between table steps the curve is linear to 0.005 levels of
 * 65,535.
 */
function encodeTable({ encode }: TargetSpace, full: number): Float64Array {
  return Float64Array.from({ length: steps + 2 }, (_, n) => encode(Math.min(1, n / steps)) * full + 0.5)
}

function interpolate(table: Float64Array, value: number): number {
  const position = value <= 0 ? 0 : value >= 1 ? steps : value * steps
  const low = Math.trunc(position)
  const base = table[low]!
  return base + (table[low + 1]! - base) * (position - low)
}
