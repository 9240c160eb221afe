/**
 * Hash that compares images the way the eye does: the lowest frequencies of a small gray image, one bit each for those
 * above their median. After C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010),
 * with the 8 × 8 lowest coefficients of a DCT of 32 × 32 as in J. Buchner's ImageHash. Scaling, compression and small
 * changes of light leave most bits unchanged; two unrelated images differ in about half of them.
 */
const sidePx = 32
const kept = 8

/**
 * Standard deviation of the lightness (0 to 255) below which an image is practically one color: its bits would be
 * noise.
 */
const leastContrast = 1.5

/** `cosines[u * sidePx + x]`: DCT-II. The scale is the same for all but u = 0, which barely affects a median. */
const cosines = Float64Array.from({ length: kept * sidePx }, (_, n) => {
  const [u, x] = [Math.floor(n / sidePx), n % sidePx]
  return Math.cos((Math.PI * u * (2 * x + 1)) / (2 * sidePx))
})

/**
 * @param gray lightness of 32 × 32 pixels, 0 to 255
 * @returns 64 bits as 16 hexadecimal digits; null if the image has no distinguishing features
 */
export function perceptualHash(gray: Float32Array): string | null {
  if (contrast(gray) < leastContrast) return null
  const coefficients = lowFrequencies(gray)
  const median = medianOf(coefficients)
  let hash = ''
  for (let n = 0; n < kept * kept; n += 4) {
    let digit = 0
    for (let bit = 0; bit < 4; bit++) digit = digit * 2 + Number(coefficients[n + bit]! > median)
    hash += digit.toString(16)
  }
  return hash
}

function contrast(gray: Float32Array): number {
  const mean = gray.reduce((sum, value) => sum + value, 0) / gray.length
  return Math.sqrt(gray.reduce((sum, value) => sum + (value - mean) ** 2, 0) / gray.length)
}

/** Rows first, then columns. */
function lowFrequencies(gray: Float32Array): Float64Array {
  const byRow = new Float64Array(sidePx * kept)
  for (let y = 0; y < sidePx; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0
      for (let x = 0; x < sidePx; x++) sum += gray[y * sidePx + x]! * cosines[u * sidePx + x]!
      byRow[y * kept + u] = sum
    }
  }
  const both = new Float64Array(kept * kept)
  for (let v = 0; v < kept; v++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0
      for (let y = 0; y < sidePx; y++) sum += byRow[y * kept + u]! * cosines[v * sidePx + y]!
      both[v * kept + u] = sum
    }
  }
  return both
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length / 2
  return (sorted[middle - 1]! + sorted[middle]!) / 2
}
