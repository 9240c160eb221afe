import {
  displayP3Primaries,
  primariesToXyz,
  srgbPrimaries,
  type ColorSpace,
  type Matrix3,
  type Primaries,
  type RgbSpace,
} from './color-space.ts'
import { readIcc } from './read-icc.ts'
import { writeIcc, type WrittenCurve } from './write-icc.ts'

/** A conversion target: an RGB space with a single curve. */
export interface TargetSpace {
  readonly toXyz: Matrix3
  /** Encodes linear light, 0 to 1. */
  encode(linear: number): number
}

const srgbParameters = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const
/** IEC 61966-2-1. */
export const srgbCurve: WrittenCurve = { type: 'linear-toe', parameters: srgbParameters }
const profileOf = (name: string, primaries: Primaries | null): Buffer =>
  writeIcc({ name, primaries, curve: srgbCurve, cicp: null })!

export const srgbIcc = profileOf('sRGB', srgbPrimaries)
export const displayP3Icc = profileOf('Display P3', displayP3Primaries)
export const srgbGrayIcc = profileOf('sRGB Gray', null)

/** Exact values from the standards (IEC 61966-2-1, CSS Color 4). */
export const srgb = exactSpace(srgbPrimaries)
export const displayP3 = exactSpace(displayP3Primaries)

/** The same spaces as their profiles encode them, rounded to 1/65,536: at high bit depths that is several levels. */
export const embeddedSrgb = embeddedSpace(srgbIcc)
export const embeddedDisplayP3 = embeddedSpace(displayP3Icc)

function exactSpace(primaries: Primaries): RgbSpace & TargetSpace {
  const [g, a, b, c, d] = srgbParameters
  const curve = (x: number): number => (x >= d ? (a * x + b) ** g : c * x)
  return {
    type: 'rgb',
    toXyz: primariesToXyz(primaries)!,
    curves: [curve, curve, curve],
    encode: inverseCurve(srgbParameters),
  }
}

function embeddedSpace(icc: Buffer): TargetSpace {
  const { toXyz } = readIcc(icc) as RgbSpace
  return {
    toXyz,
    encode: inverseCurve(srgbParameters.map((value) => Math.round(value * 65_536) / 65_536)),
  }
}

function inverseCurve([g = 1, a = 1, b = 0, c = 1, d = 0]: readonly number[]): (linear: number) => number {
  return (linear) => (linear >= (a * d + b) ** g ? (linear ** (1 / g) - b) / a : linear / c)
}

const primaryTolerance = 0.003
/** About half a level of 255 in the darker half. */
const curveTolerance = 0.004

/**
 * Whether two spaces are close enough to use each other's values unchanged: the same primaries and the same curves at a
 * quarter, a half and three quarters. A gray space matches any space with the same curve.
 */
export function isSameSpace(a: ColorSpace, b: ColorSpace): boolean {
  const hasSameCurves = [0, 1, 2].every((n) => {
    const [first, second] = [a.curves[n] ?? a.curves[0]!, b.curves[n] ?? b.curves[0]!]
    return [0.25, 0.5, 0.75].every((x) => Math.abs(first(x) - second(x)) < curveTolerance)
  })
  if (a.type === 'gray' || b.type === 'gray') return hasSameCurves
  return (
    hasSameCurves &&
    a.toXyz.every((row, y) => row.every((value, x) => Math.abs(value - b.toXyz[y]![x]!) < primaryTolerance))
  )
}

/** Whether pixels with this profile can be treated as sRGB: a conversion would only round them. */
export function isSrgbProfile(icc: Uint8Array): boolean {
  const space = readIcc(icc)
  return space?.type === 'rgb' && isSameSpace(space, srgb)
}

/** Returns an RGB profile in which a gray image with three equal channels looks as it does in its own profile. */
export function grayAsRgb(icc: Uint8Array): Buffer | null {
  const space = readIcc(icc)
  if (space?.type !== 'gray') return null
  const values = Array.from({ length: 4_096 }, (_, n) => Math.min(1, Math.max(0, space.curves[0]!(n / 4_095))))
  return writeIcc({ name: 'Gray', primaries: srgbPrimaries, curve: { type: 'samples', values }, cicp: null })
}
