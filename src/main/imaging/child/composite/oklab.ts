/**
 * OKLab (Björn Ottosson 2020, "A perceptual color space for image processing"): equal distances look about equally
 * different, with lightness separate from hue. Encoded sRGB values are 0 to 255; L is 0 to 1, a and b about −0.4 to
 * 0.4.
 */
export interface Oklab {
  lightness: number
  a: number
  b: number
}

export interface Rgb {
  red: number
  green: number
  blue: number
}

/** Steps per encoded level. */
const fineness = 8
const linearOf = Float32Array.from({ length: 255 * fineness + 2 }, (_, n) =>
  toLinear(Math.min(255, n / fineness) / 255),
)
const linearSteps = 8192
const encodedOf = Float32Array.from(
  { length: linearSteps + 2 },
  (_, n) => toEncoded(Math.min(1, n / linearSteps)) * 255,
)

const rootSteps = 4096
/**
 * Indexed by the square root, which is a CPU instruction: as a function of it, the cube root is smooth enough for a
 * table.
 */
const rootOf = Float32Array.from({ length: rootSteps + 2 }, (_, n) => (n / rootSteps) ** (2 / 3))

/** Writes to `into` so that per-pixel loops do not allocate. Values outside 0 to 255 are clamped. */
export function toOklab(red: number, green: number, blue: number, into: Oklab): void {
  const r = readTable(linearOf, red * fineness, 255 * fineness)
  const g = readTable(linearOf, green * fineness, 255 * fineness)
  const b = readTable(linearOf, blue * fineness, 255 * fineness)
  const l = cubeRoot(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = cubeRoot(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = cubeRoot(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  into.lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  into.a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  into.b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
}

/** Colors outside sRGB are clamped per channel. */
export function fromOklab(lightness: number, a: number, b: number, into: Rgb): void {
  const l = lightness + 0.3963377774 * a + 0.2158037573 * b
  const m = lightness - 0.1055613458 * a - 0.0638541728 * b
  const s = lightness - 0.0894841775 * a - 1.291485548 * b
  const [l3, m3, s3] = [l * l * l, m * m * m, s * s * s]
  into.red = encode(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3)
  into.green = encode(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3)
  into.blue = encode(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3)
}

/** For values from 0 to 1. */
function cubeRoot(value: number): number {
  return readTable(rootOf, Math.sqrt(value) * rootSteps, rootSteps)
}

function encode(linear: number): number {
  return readTable(encodedOf, linear * linearSteps, linearSteps)
}

function readTable(table: Float32Array, position: number, last: number): number {
  if (!(position > 0)) return table[0]!
  if (position >= last) return table[last]!
  const low = position | 0
  const value = table[low]!
  return value + (table[low + 1]! - value) * (position - low)
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function toEncoded(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
}
