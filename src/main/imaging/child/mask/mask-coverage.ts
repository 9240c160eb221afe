/** Rec. 709 luma of the stored values, with weights in 1/65536 that sum to 1, so that grays are preserved exactly. */
const luma = { red: 13_933, green: 46_871, blue: 4_732 } as const

/**
 * What of a file says where to edit. `brightness`: white. `transparency`: what is transparent, as OpenAI's masks have it.
 * `unclear`: it could be either, and they differ.
 */
export type MaskMeaning = 'brightness' | 'transparency' | 'unclear'

export interface MaskCoverage {
  /** White = 255 = fully inside. Where it is unclear: what is bright and opaque. */
  readonly coverage: Uint8Array
  readonly meaning: MaskMeaning
}

/** Pixels in row order: gray, RGB or RGBA. */
export interface MaskPixels {
  readonly data: Uint8Array
  readonly channels: number
}

/** Returns the brightness of each pixel, whatever its transparency. */
export function brightnessOf({ data, channels }: MaskPixels): Uint8Array {
  if (channels === 1) return Uint8Array.from(data)
  const coverage = new Uint8Array(data.length / channels)
  for (let i = 0, at = 0; i < coverage.length; i++, at += channels) {
    coverage[i] = (data[at]! * luma.red + data[at + 1]! * luma.green + data[at + 2]! * luma.blue + 32_768) >>> 16
  }
  return coverage
}

/**
 * Reads a mask by what it has: a file without transparency by its brightness; holes in a photo, or in something black,
 * by its transparency. White or a single color on transparency may be a mask of either kind.
 */
export function readCoverage(pixels: MaskPixels): MaskCoverage {
  const brightness = brightnessOf(pixels)
  const alpha = alphaOf(pixels)
  if (alpha === null) return { coverage: brightness, meaning: 'brightness' }
  const { min, max } = rangeOf(alpha)
  if (min === max && max > 0) return { coverage: brightness, meaning: 'brightness' }
  const saysHoles = max > 1 && (isBlackWhereOpaque(brightness, alpha) || saysSame(brightness, alpha) || isPhoto(pixels))
  if (saysHoles) return { coverage: alpha.map((value) => 255 - value), meaning: 'transparency' }
  const coverage = isOneColor(pixels) ? alpha : brightness.map((value, at) => Math.round((value * alpha[at]!) / 255))
  return { coverage, meaning: 'unclear' }
}

/** null = it has no transparency. */
function alphaOf({ data, channels }: MaskPixels): Uint8Array | null {
  if (channels !== 4) return null
  const alpha = new Uint8Array(data.length / channels)
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[i * channels + 3]!
  return alpha
}

function rangeOf(values: Uint8Array): { readonly min: number; readonly max: number } {
  let [min, max] = [255, 0]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return { min, max }
}

/** Of rounding and lossy files. */
const tolerance = 2

/** Opaque black is kept by either convention. */
function isBlackWhereOpaque(brightness: Uint8Array, alpha: Uint8Array): boolean {
  return brightness.every((value, at) => value * alpha[at]! <= tolerance * 255)
}

/** White under the holes, black around them: both conventions say the same. */
function saysSame(brightness: Uint8Array, alpha: Uint8Array): boolean {
  return brightness.every((value, at) => alpha[at] === 0 || Math.abs(255 - alpha[at]! - value) <= tolerance)
}

/** Of 4096: a drawn mask has a few colors, a photo has hundreds. */
const photoColorsMin = 32

/** A photo with holes: its brightness is no mask. Gray ones may be soft masks. */
function isPhoto(pixels: MaskPixels): boolean {
  return opaqueColors(pixels).size >= photoColorsMin
}

function isOneColor(pixels: MaskPixels): boolean {
  return opaqueColors(pixels).size === 1
}

/** The colors that are seen, in 4 bits a channel. */
function opaqueColors({ data, channels }: MaskPixels): ReadonlySet<number> {
  const colors = new Set<number>()
  for (let at = 0; at < data.length; at += channels) {
    if (data[at + 3] === 0) continue
    colors.add(((data[at]! >> 4) << 8) | ((data[at + 1]! >> 4) << 4) | (data[at + 2]! >> 4))
  }
  return colors
}
