import { createCodeStore, tableLength, tableMax, type CodeStore } from './score-codes.ts'

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
const dimensionsPerHalf = 2
const valuesPerHalf = 16
const bytesPerWord = 8
const valuesPerByte = 256
const growth = 1.5
/** Of a score, a signed number of 16 bits. */
const scoreMin = -32_768
const scoreMax = 32_767

/** @param sample vectors of which the means and deviations are taken; a few thousand suffice */
export function createVectorCodes(dimensions: number, sample: readonly ArrayLike<number>[]): VectorCodes {
  const spread = spreadOf(dimensions, sample)
  const bytes = Math.ceil(dimensions / dimensionsPerByte)
  const store = createCodeStore(bytes)
  const code = new Uint8Array(bytes)
  let isThere = new Uint8Array(0)
  let size = 0

  function growTo(count: number): void {
    if (isThere.length < count) isThere = grown(isThere, Math.ceil(count * growth))
    size = Math.max(size, count)
  }

  return {
    dimensions,
    put(number, vector) {
      growTo(number + 1)
      encode(vector, spread, code)
      store.put(number, code)
      isThere[number] = 1
    },
    drop(number) {
      if (number < size) isThere[number] = 0
    },
    preselect(query, count, isWanted) {
      const scores = store.score(tablesOf(query, spread), size)
      const numbers = new Int32Array(size)
      const counts = new Uint32Array(scoreMax - scoreMin + 1)
      let wanted = 0
      for (let number = 0; number < size; number++) {
        if (isThere[number] !== 1 || !isWanted(number)) continue
        numbers[wanted++] = number
        counts[scores[number]! - scoreMin]!++
      }
      if (wanted <= count) return [...numbers.subarray(0, wanted)]
      const limit = limitOf(counts, count)
      const preselected: number[] = []
      for (let at = 0; at < wanted; at++) if (scores[numbers[at]!]! >= limit) preselected.push(numbers[at]!)
      return preselected
    },
    signs(isWanted) {
      const numbers: number[] = []
      for (let number = 0; number < size; number++) {
        if (isThere[number] === 1 && isWanted(number)) numbers.push(number)
      }
      const { words, wordsEach } = packSigns(store, bytes, numbers)
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

function packSigns(store: CodeStore, bytes: number, numbers: readonly number[]) {
  const wordsEach = Math.ceil(bytes / bytesPerWord)
  const words = new Uint32Array(numbers.length * wordsEach)
  for (const [at, number] of numbers.entries()) {
    for (let word = 0; word < wordsEach; word++) {
      const from = word * bytesPerWord
      const to = Math.min(from + bytesPerWord, bytes)
      let bits = 0
      for (let byte = from; byte < to; byte++) bits |= signsOf[store.read(number, byte)]! << (4 * (byte - from))
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

/** What each half byte of a code adds to the score: as fine as its sums fit 16 bits. */
function tablesOf(query: ArrayLike<number>, { deviations }: Spread): Int8Array {
  const halves = Math.ceil(deviations.length / dimensionsPerByte) * (tableLength / valuesPerHalf)
  const exact = new Float64Array(halves * valuesPerHalf)
  let [most, sum] = [0, 0]
  for (let half = 0; half < halves; half++) {
    const dimension = half * dimensionsPerHalf
    const first = (query[dimension] ?? 0) * (deviations[dimension] ?? 0)
    const second = (query[dimension + 1] ?? 0) * (deviations[dimension + 1] ?? 0)
    for (let value = 0; value < valuesPerHalf; value++) {
      exact[half * valuesPerHalf + value] = first * levels[value & 3]! + second * levels[value >> 2]!
    }
    const mostOfHalf = levels[3] * (Math.abs(first) + Math.abs(second))
    most = Math.max(most, mostOfHalf)
    sum += mostOfHalf
  }
  // Rounding adds one half per table at most.
  const scale = most > 0 ? Math.min(tableMax / most, (scoreMax - halves / 2) / sum) : 0
  return Int8Array.from(exact, (value) => Math.round(value * scale))
}

/** The highest score that at least `count` reach. */
function limitOf(counts: Uint32Array, count: number): number {
  let reached = 0
  for (let score = scoreMax; score > scoreMin; score--) {
    reached += counts[score - scoreMin]!
    if (reached >= count) return score
  }
  return scoreMin
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
