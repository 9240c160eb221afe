/** Maps an encoded channel value to linear light, both 0 to 1. */
export type TransferCurve = (encoded: number) => number

/** Three rows, mapping linear red, green and blue to X, Y and Z. */
export type Matrix3 = readonly [
  readonly [number, number, number],
  readonly [number, number, number],
  readonly [number, number, number],
]

/** How an image's values map to XYZ under D50, the connection space of ICC profiles. */
export type ColorSpace = RgbSpace | { readonly type: 'gray'; readonly curves: readonly TransferCurve[] }

export interface RgbSpace {
  readonly type: 'rgb'
  readonly toXyz: Matrix3
  /** For red, green and blue. */
  readonly curves: readonly TransferCurve[]
}

export interface Chromaticity {
  readonly x: number
  readonly y: number
}

export interface Primaries {
  readonly white: Chromaticity
  readonly red: Chromaticity
  readonly green: Chromaticity
  readonly blue: Chromaticity
}

type Vector3 = readonly [number, number, number]

/** ICC.1:2022, section 7.2.16. */
export const d50: Vector3 = [0.9642, 1, 0.8249]
/** The Bradford cone response (ICC.1:2022, annex E.3). */
const bradford: Matrix3 = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]

const d65 = { x: 0.3127, y: 0.329 }

/** ITU-R BT.709, section 1. */
export const srgbPrimaries: Primaries = {
  white: d65,
  red: { x: 0.64, y: 0.33 },
  green: { x: 0.3, y: 0.6 },
  blue: { x: 0.15, y: 0.06 },
}

/** SMPTE EG 432-1 with the sRGB white point. */
export const displayP3Primaries: Primaries = {
  white: d65,
  red: { x: 0.68, y: 0.32 },
  green: { x: 0.265, y: 0.69 },
  blue: { x: 0.15, y: 0.06 },
}

/** Adapted to D50; null if the primaries enclose no area. */
export function primariesToXyz({ white, red, green, blue }: Primaries): Matrix3 | null {
  if ([white, red, green, blue].some(({ y }) => !(y > 0))) return null
  const whiteXyz = toXyz(white)
  const columns = fromColumns(toXyz(red), toXyz(green), toXyz(blue))
  const inverse = invert(columns)
  if (inverse === null) return null
  const scale = multiplyVector(inverse, whiteXyz)
  const [first, second, third] = [0, 1, 2].map((n) => scaled(column(columns, n), scale[n]!))
  return multiply(adaptToD50(whiteXyz), fromColumns(first!, second!, third!))
}

/** Bradford adaptation from the given white point. */
export function adaptToD50(white: Vector3): Matrix3 {
  const from = multiplyVector(bradford, white)
  const to = multiplyVector(bradford, d50)
  const scale: Matrix3 = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]],
  ]
  return multiply(multiply(invert(bradford)!, scale), bradford)
}

export function toXyz({ x, y }: Chromaticity): Vector3 {
  return [x / y, 1, (1 - x - y) / y]
}

export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  return fromColumns(multiplyVector(a, column(b, 0)), multiplyVector(a, column(b, 1)), multiplyVector(a, column(b, 2)))
}

function multiplyVector([a, b, c]: Matrix3, v: Vector3): Vector3 {
  const dot = (row: Vector3): number => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]
  return [dot(a), dot(b), dot(c)]
}

/** Returns null if the matrix is singular. */
export function invert([[a, b, c], [d, e, f], [g, h, i]]: Matrix3): Matrix3 | null {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  if (!(Math.abs(determinant) > 1e-9)) return null
  const s = 1 / determinant
  return [
    [(e * i - f * h) * s, (c * h - b * i) * s, (b * f - c * e) * s],
    [(f * g - d * i) * s, (a * i - c * g) * s, (c * d - a * f) * s],
    [(d * h - e * g) * s, (b * g - a * h) * s, (a * e - b * d) * s],
  ]
}

function column(matrix: Matrix3, n: number): Vector3 {
  return [matrix[0][n]!, matrix[1][n]!, matrix[2][n]!]
}

function scaled(v: Vector3, by: number): Vector3 {
  return [v[0] * by, v[1] * by, v[2] * by]
}

export function fromColumns(a: Vector3, b: Vector3, c: Vector3): Matrix3 {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ]
}
