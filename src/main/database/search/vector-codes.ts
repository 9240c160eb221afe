/**
 * Vectors in 2 bits per dimension, to preselect the nearest of a million without reading them. Each dimension is centered
 * on its mean and quantized to the four levels that represent a normal distribution with the least error (J. Max,
 * "Quantizing for minimum distortion", IRE Transactions on Information Theory, 1960).
 */
export interface VectorCodes {
  readonly dimensions: number
  /** Replaces the vector of a number. Only its direction counts. Numbers are small: memory grows with the largest. */
  put(number: number, vector: ArrayLike<number>): void
  drop(number: number): void
  /**
   * Returns the numbers, of those that `isWanted`, whose vectors probably have the largest dot product with the query: at
   * least `count`, or all there are. In no order.
   */
  preselect(query: ArrayLike<number>, count: number, isWanted: (number: number) => boolean): number[]
  /** The signs of the numbers that `isWanted`: 1 bit per dimension, to compare each vector with many others. */
  signs(isWanted: (number: number) => boolean): VectorSigns
}

export interface VectorSigns {
  /** Ascending. */
  readonly numbers: Int32Array
  /** `wordsEach` of 32 bits for each number, in the same order: 1 = above the mean of the dimension. */
  readonly words: Uint32Array
  readonly wordsEach: number
  readonly dimensions: number
  /** Mean square distance of the vectors, of length 1, from their mean. */
  readonly variance: number
}

/** In standard deviations: between the inner and the outer levels, and the levels themselves. */
const threshold = 0.9816
const levels = [-1.51, -0.4528, 0.4528, 1.51] as const
const dimensionsPerByte = 4
const bytesPerWord = 8
const valuesPerByte = 256
const growth = 1.5
/** Of the scores' range, to find how many are above a score. */
const bins = 16_384

/** @param sample vectors of which the means and deviations are taken; a few thousand suffice */
export function createVectorCodes(dimensions: number, sample: readonly ArrayLike<number>[]): VectorCodes {
  const spread = spreadOf(dimensions, sample)
  const bytes = Math.ceil(dimensions / dimensionsPerByte)
  let codes = new Uint8Array(0)
  let isThere = new Uint8Array(0)
  let size = 0

  function growTo(count: number): void {
    if (isThere.length < count) {
      const room = Math.ceil(count * growth)
      codes = grown(codes, room * bytes)
      isThere = grown(isThere, room)
    }
    size = Math.max(size, count)
  }

  return {
    dimensions,
    put(number, vector) {
      growTo(number + 1)
      encode(vector, spread, codes.subarray(number * bytes, (number + 1) * bytes))
      isThere[number] = 1
    },
    drop(number) {
      if (number < size) isThere[number] = 0
    },
    preselect(query, count, isWanted) {
      const tables = tablesOf(query, spread)
      const numbers = new Int32Array(size)
      const scores = new Float32Array(size)
      let wanted = 0
      for (let number = 0; number < size; number++) {
        if (isThere[number] !== 1 || !isWanted(number)) continue
        numbers[wanted] = number
        scores[wanted] = scoreOf(codes, number * bytes, bytes, tables)
        wanted++
      }
      if (wanted <= count) return [...numbers.subarray(0, wanted)]
      const limit = limitOf(scores.subarray(0, wanted), count)
      const preselected: number[] = []
      for (let at = 0; at < wanted; at++) if (scores[at]! >= limit) preselected.push(numbers[at]!)
      return preselected
    },
    signs(isWanted) {
      const numbers: number[] = []
      for (let number = 0; number < size; number++) {
        if (isThere[number] === 1 && isWanted(number)) numbers.push(number)
      }
      const { words, wordsEach } = packSigns(codes, bytes, numbers)
      const variance = spread.deviations.reduce((sum, deviation) => sum + deviation * deviation, 0)
      return { numbers: Int32Array.from(numbers), words, wordsEach, dimensions, variance }
    },
  }
}

/** Of each code of four dimensions, the upper bit of each level: 1 = above the mean. */
const signsOf = Uint8Array.from(
  { length: valuesPerByte },
  (_, code) => ((code >> 1) & 1) | ((code >> 2) & 2) | ((code >> 3) & 4) | ((code >> 4) & 8),
)

function packSigns(codes: Uint8Array, bytes: number, numbers: readonly number[]) {
  const wordsEach = Math.ceil(bytes / bytesPerWord)
  const words = new Uint32Array(numbers.length * wordsEach)
  for (const [at, number] of numbers.entries()) {
    for (let word = 0; word < wordsEach; word++) {
      const from = number * bytes + word * bytesPerWord
      const to = Math.min(from + bytesPerWord, (number + 1) * bytes)
      let bits = 0
      for (let byte = from; byte < to; byte++) bits |= signsOf[codes[byte]!]! << (4 * (byte - from))
      words[at * wordsEach + word] = bits
    }
  }
  return { words, wordsEach }
}

function encode(vector: ArrayLike<number>, { means, deviations }: Spread, code: Uint8Array): void {
  const scale = 1 / lengthOf(vector)
  for (let byte = 0; byte < code.length; byte++) {
    let levelsOfByte = 0
    for (let part = 0; part < dimensionsPerByte; part++) {
      const dimension = byte * dimensionsPerByte + part
      if (dimension >= means.length) break
      const centered = vector[dimension]! * scale - means[dimension]!
      const edge = threshold * deviations[dimension]!
      const level = centered < 0 ? (centered < -edge ? 0 : 1) : centered < edge ? 2 : 3
      levelsOfByte |= level << (2 * part)
    }
    code[byte] = levelsOfByte
  }
}

/** What each byte of a code adds to the dot product: a table of 256 values per byte. */
function tablesOf(query: ArrayLike<number>, { deviations }: Spread): Float32Array {
  const tables = new Float32Array(Math.ceil(deviations.length / dimensionsPerByte) * valuesPerByte)
  for (const [dimension, deviation] of deviations.entries()) {
    const table = Math.floor(dimension / dimensionsPerByte) * valuesPerByte
    const shift = 2 * (dimension % dimensionsPerByte)
    const weight = (query[dimension] ?? 0) * deviation
    for (let value = 0; value < valuesPerByte; value++) {
      tables[table + value]! += weight * (levels[(value >> shift) & 3] ?? 0)
    }
  }
  return tables
}

/** Four sums side by side: a processor adds them at the same time. */
function scoreOf(codes: Uint8Array, from: number, bytes: number, tables: Float32Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0]
  let at = 0
  for (; at + 3 < bytes; at += 4) {
    const table = at * valuesPerByte
    first += tables[table + codes[from + at]!]!
    second += tables[table + valuesPerByte + codes[from + at + 1]!]!
    third += tables[table + 2 * valuesPerByte + codes[from + at + 2]!]!
    fourth += tables[table + 3 * valuesPerByte + codes[from + at + 3]!]!
  }
  for (; at < bytes; at++) first += tables[at * valuesPerByte + codes[from + at]!]!
  return first + second + third + fourth
}

/** Returns a value that at least `count` reach, and few more do: sorting a million takes as long as computing them. */
function limitOf(values: Float32Array, count: number): number {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const width = (most - least) / bins
  if (!(width > 0)) return least
  const counts = new Uint32Array(bins)
  for (const value of values) counts[Math.min(bins - 1, Math.floor((value - least) / width))]!++
  let reached = 0
  for (let bin = bins - 1; bin > 0; bin--) {
    reached += counts[bin]!
    // A little lower: rounding may have put a value below its bin's lower edge.
    if (reached >= count) return least + (bin - 0.01) * width
  }
  return least
}

interface Spread {
  /** By dimension, of vectors of length 1. */
  readonly means: Float64Array
  readonly deviations: Float64Array
}

function spreadOf(dimensions: number, sample: readonly ArrayLike<number>[]): Spread {
  const sums = new Float64Array(dimensions)
  const squares = new Float64Array(dimensions)
  for (const vector of sample) {
    const scale = 1 / lengthOf(vector)
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const value = (vector[dimension] ?? 0) * scale
      sums[dimension]! += value
      squares[dimension]! += value * value
    }
  }
  const count = Math.max(1, sample.length)
  const means = sums.map((sum) => sum / count)
  const deviations = squares.map((sum, at) => Math.sqrt(Math.max(0, sum / count - (means[at] ?? 0) ** 2)))
  return { means, deviations }
}

/** 1 for a vector without length, which has no direction. */
function lengthOf(vector: ArrayLike<number>): number {
  let squares = 0
  for (let at = 0; at < vector.length; at++) squares += vector[at]! * vector[at]!
  return Math.sqrt(squares) || 1
}

function grown(array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length)
  larger.set(array)
  return larger
}
