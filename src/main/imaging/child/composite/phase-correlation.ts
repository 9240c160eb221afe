import type { Size } from '../../../../shared/util/geometry.ts'
import { powerOfTwoFrom, transformImage } from './fourier.ts'

export interface Shift {
  readonly x: number
  readonly y: number
}

/**
 * Standard deviation of the frequency weights, in cycles per pixel: higher frequencies hold mostly noise and
 * compression.
 */
const spectrumSigma = 0.12
const peaksMax = 5

/**
 * Candidate shifts of `moved` over `fixed`, best first: peaks of the phase correlation (Kuglin & Hines 1975) within
 * `searchPx` in each direction, refined to subpixels by a parabola. The content at p in `fixed` is at p + shift in
 * `moved`. Both must have mean 0 and fade to 0 where they should not count.
 */
export function likelyShifts(fixed: Float32Array, moved: Float32Array, size: Size, searchPx: number): Shift[] {
  const width = powerOfTwoFrom(size.widthPx)
  const height = powerOfTwoFrom(size.heightPx)
  const real = new Float64Array(width * height)
  const imaginary = new Float64Array(width * height)
  for (let y = 0; y < size.heightPx; y++) {
    for (let x = 0; x < size.widthPx; x++) {
      real[y * width + x] = fixed[y * size.widthPx + x]!
      imaginary[y * width + x] = moved[y * size.widthPx + x]!
    }
  }
  transformImage(real, imaginary, width, height, 'forward')
  const [crossReal, crossImaginary] = crossSpectrum(real, imaginary, width, height)
  transformImage(crossReal, crossImaginary, width, height, 'inverse')
  return findPeaks(crossReal, width, height, searchPx)
}

/**
 * Both images share one transform, as its real and imaginary parts, and are separated here by the symmetry of real
 * spectra. The cross spectrum keeps its phase; its amplitude becomes a Gaussian.
 */
function crossSpectrum(
  real: Float64Array,
  imaginary: Float64Array,
  width: number,
  height: number,
): [Float64Array, Float64Array] {
  const crossReal = new Float64Array(width * height)
  const crossImaginary = new Float64Array(width * height)
  const columns = spectrumWeights(width)
  const rows = spectrumWeights(height)
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const at = v * width + u
      const mirror = ((height - v) % height) * width + ((width - u) % width)
      const fixedReal = real[at]! + real[mirror]!
      const fixedImaginary = imaginary[at]! - imaginary[mirror]!
      const movedReal = imaginary[at]! + imaginary[mirror]!
      const movedImaginary = real[mirror]! - real[at]!
      const re = movedReal * fixedReal + movedImaginary * fixedImaginary
      const im = movedImaginary * fixedReal - movedReal * fixedImaginary
      const length = Math.hypot(re, im)
      if (length === 0) continue
      const weight = (columns[u]! * rows[v]!) / length
      crossReal[at] = re * weight
      crossImaginary[at] = im * weight
    }
  }
  return [crossReal, crossImaginary]
}

function spectrumWeights(length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => {
    const frequency = Math.min(n, length - n) / length
    return Math.exp(-0.5 * (frequency / spectrumSigma) ** 2)
  })
}

function findPeaks(surface: Float64Array, width: number, height: number, searchPx: number): Shift[] {
  const at = (x: number, y: number): number => surface[((y + height) % height) * width + ((x + width) % width)]!
  const reachX = Math.min(Math.ceil(searchPx), width / 2 - 2)
  const reachY = Math.min(Math.ceil(searchPx), height / 2 - 2)
  const peaks: (Shift & { readonly value: number })[] = []
  for (let y = -reachY; y <= reachY; y++) {
    for (let x = -reachX; x <= reachX; x++) {
      const value = at(x, y)
      const isPeak = [-1, 0, 1].every((dy) => [-1, 0, 1].every((dx) => at(x + dx, y + dy) <= value))
      if (!isPeak) continue
      const shiftX = x + summit(at(x - 1, y), value, at(x + 1, y))
      const shiftY = y + summit(at(x, y - 1), value, at(x, y + 1))
      peaks.push({ x: shiftX, y: shiftY, value })
    }
  }
  return peaks
    .toSorted((a, b) => b.value - a.value)
    .slice(0, peaksMax)
    .map(({ x, y }) => ({ x, y }))
}

/** Position of the maximum, between −0.5 and 0.5, of the parabola through three samples. */
function summit(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0
}
