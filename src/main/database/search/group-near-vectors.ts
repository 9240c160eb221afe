import { clamp } from '../../../shared/util/clamp.ts'
import { countBits } from '../../../shared/util/count-bits.ts'
import { createDisjointSets, type DisjointSets } from '../../../shared/util/disjoint-sets.ts'
import type { VectorSigns } from './vector-codes.ts'

interface GroupingOptions {
  readonly signs: VectorSigns
  /** Cosine from which two vectors are near: 1 is the same direction. */
  readonly minLikeness: number
  /** Reads vectors by number; those that no longer exist are missing. */
  readonly load: (numbers: readonly number[]) => ReadonlyMap<number, Int8Array>
}

/** Of so few vectors every pair is compared: two million pairs. */
const allPairsMax = 2_000
/** Pairs compared exactly at once, and bytes of vectors kept for the next ones: 200,000 vectors of 512 dimensions. */
const batchPairs = 256
const keptBytes = 100 * 2 ** 20
/** Between two yields: a few milliseconds. */
const pairsPerStep = 65_536
const keysPerStep = 32_768

/**
 * Groups vectors whose cosine is at least `minLikeness`, transitively. The share of signs in which two vectors differ is
 * their angle divided by π (M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002), so
 * near vectors have equal signs in one of a few dozen choices of dimensions. Only those are compared, first by all
 * signs, then exactly: a hundred thousand do not need five billion comparisons. All pairs that join a group are near; of
 * those that are barely near, one in fifty may be missed.
 * @returns groups of two or more numbers, ascending; each `next` takes a few milliseconds
 */
export function* groupNearVectors({ signs, minLikeness, load }: GroupingOptions): Generator<void, number[][]> {
  const { numbers } = signs
  const sets = createDisjointSets(numbers.length)
  const likeness = createLikeness(signs, load)
  const pairs = createPairQueue((firsts, seconds) => {
    likeness.prepare(firsts, seconds)
    for (const [at, first] of firsts.entries()) {
      const second = seconds[at]!
      if (!sets.areJoined(first, second) && likeness.of(first, second) >= minLikeness) sets.join(first, second)
    }
  })
  if (numbers.length <= allPairsMax) yield* addAllPairs(numbers.length, pairs)
  else yield* addLikelyPairs(signs, minLikeness, sets, pairs)
  pairs.flush()
  return sets.list().map((set) => set.map((at) => numbers[at]!))
}

interface PairQueue {
  /** Returns whether the queue was full and has been processed. */
  add(first: number, second: number): boolean
  flush(): void
}

function createPairQueue(process: (firsts: Uint32Array, seconds: Uint32Array) => void): PairQueue {
  const firsts = new Uint32Array(batchPairs)
  const seconds = new Uint32Array(batchPairs)
  let count = 0

  function flush(): void {
    process(firsts.subarray(0, count), seconds.subarray(0, count))
    count = 0
  }

  return {
    add(first, second) {
      firsts[count] = first
      seconds[count] = second
      count++
      if (count < batchPairs) return false
      flush()
      return true
    },
    flush,
  }
}

/** Keeps what was read: vectors of a theme are compared with each other again and again. */
function createLikeness({ numbers, dimensions }: VectorSigns, load: GroupingOptions['load']) {
  const capacity = Math.min(numbers.length, Math.max(2 * batchPairs, Math.floor(keptBytes / dimensions)))
  const kept = new Int8Array(capacity * dimensions)
  /** Index in `kept` plus one; 0 = not read. */
  const places = new Uint32Array(numbers.length)
  /** Of each in `kept`. */
  const lengths = new Float64Array(capacity)
  let count = 0

  return {
    prepare(firsts: Uint32Array, seconds: Uint32Array): void {
      const wanted = new Set([...firsts, ...seconds])
      let missing = [...wanted].filter((at) => places[at] === 0)
      if (missing.length === 0) return
      if (count + missing.length > capacity) {
        places.fill(0)
        count = 0
        missing = [...wanted]
      }
      const vectors = load(missing.map((at) => numbers[at]!))
      for (const at of missing) {
        const vector = vectors.get(numbers[at]!)
        kept.fill(0, count * dimensions, (count + 1) * dimensions)
        if (vector?.length === dimensions) kept.set(vector, count * dimensions)
        lengths[count] = Math.sqrt(dotProduct(kept, count * dimensions, count * dimensions, dimensions))
        places[at] = ++count
      }
    },
    /** Of two that were prepared. NaN where one no longer exists. */
    of(first: number, second: number): number {
      const [one, other] = [places[first]! - 1, places[second]! - 1]
      const dot = dotProduct(kept, one * dimensions, other * dimensions, dimensions)
      return dot / (lengths[one]! * lengths[other]!)
    },
  }
}

/** Two sums side by side: a processor adds them at the same time. */
function dotProduct(values: Int8Array, first: number, second: number, dimensions: number): number {
  let even = 0
  let odd = 0
  let at = 0
  for (; at + 1 < dimensions; at += 2) {
    even = (even + Math.imul(values[first + at]!, values[second + at]!)) | 0
    odd = (odd + Math.imul(values[first + at + 1]!, values[second + at + 1]!)) | 0
  }
  return at < dimensions ? even + odd + values[first + at]! * values[second + at]! : even + odd
}

function* addAllPairs(count: number, pairs: PairQueue): Generator<void, void> {
  for (let first = 0; first < count; first++) {
    for (let second = 0; second < first; second++) if (pairs.add(first, second)) yield
  }
}

function* addLikelyPairs(
  signs: VectorSigns,
  minLikeness: number,
  sets: DisjointSets,
  pairs: PairQueue,
): Generator<void, void> {
  const { words, wordsEach } = signs
  const { tables, limit, quarterLimit } = planTables(signs, minLikeness)
  const quarter = Math.floor(wordsEach / 4)
  let compared = 0
  for (const dimensions of tables) {
    const { order, starts } = yield* sortByKey(signs, dimensions)
    for (let key = 0; key + 1 < starts.length; key++) {
      const [from, to] = [starts[key]!, starts[key + 1]!]
      for (let at = from; at < to; at++) {
        const first = order[at]!
        for (let other = from; other < at; other++) {
          if (++compared % pairsPerStep === 0) yield
          const second = order[other]!
          const [a, b] = [first * wordsEach, second * wordsEach]
          // A quarter of the signs rejects most pairs.
          const bits = differentBits(words, a, b, 0, quarter)
          if (bits > quarterLimit || bits + differentBits(words, a, b, quarter, wordsEach) > limit) continue
          if (!sets.areJoined(first, second) && pairs.add(first, second)) yield
        }
      }
    }
  }
}

function differentBits(words: Uint32Array, first: number, second: number, from: number, to: number): number {
  let bits = 0
  for (let at = from; at < to; at++) bits += countBits(words[first + at]! ^ words[second + at]!)
  return bits
}

interface TablePlan {
  /** The dimensions whose signs are a table's key. */
  readonly tables: readonly (readonly number[])[]
  /** So many signs may differ, of all and of the first quarter of the words. */
  readonly limit: number
  readonly quarterLimit: number
}

/** Unrelated vectors per key. */
const perKey = 8
const keyBitsMax = 20
/** Of the pairs that are barely near, the share that meets in no table. */
const missedShare = 0.02
const tablesMin = 4
const tablesMax = 192
/** The dimensions of image models depend on each other: four count as one. */
const dependentDimensions = 4
const deviationsAllowed = 3

function planTables({ numbers, dimensions, wordsEach, variance }: VectorSigns, minLikeness: number): TablePlan {
  // The distance of vectors of length 1 is the same seen from their mean, from which they are about √variance away.
  const centeredCosine = clamp(1 - (1 - minLikeness) / Math.max(variance, Number.EPSILON), -1, 1)
  const different = clamp(Math.acos(centeredCosine) / Math.PI, 0.01, 0.5)
  const keyBits = clamp(Math.round(Math.log2(numbers.length / perKey)), 1, Math.min(keyBitsMax, dimensions))
  const meeting = (1 - different) ** keyBits
  const count = clamp(Math.ceil(Math.log(missedShare) / Math.log(1 - meeting)), tablesMin, tablesMax)
  const limitOf = (bits: number) => {
    const deviation = Math.sqrt((different * (1 - different) * dependentDimensions) / Math.max(1, bits))
    return bits * (different + deviationsAllowed * deviation)
  }
  return {
    tables: chooseDimensions(dimensions, keyBits, count),
    limit: limitOf(dimensions),
    quarterLimit: limitOf(32 * Math.floor(wordsEach / 4)),
  }
}

/** Each round of tables shares out all dimensions, in steps of another length. */
function chooseDimensions(dimensions: number, perTable: number, count: number): number[][] {
  const perRound = Math.floor(dimensions / perTable)
  const steps = Array.from({ length: dimensions }, (_, step) => step + 1).filter((step) => isCoprime(step, dimensions))
  return Array.from({ length: count }, (_, table) => {
    const step = steps[Math.floor(table / perRound) % steps.length]!
    const from = (table % perRound) * perTable
    return Array.from({ length: perTable }, (_unused, at) => ((from + at) * step) % dimensions)
  })
}

function isCoprime(first: number, second: number): boolean {
  return second === 0 ? first === 1 : isCoprime(second, first % second)
}

/** Sorts vectors by the signs of some dimensions; those of a key are in `order` from its start to the next one's. */
function* sortByKey(
  { numbers, words, wordsEach }: VectorSigns,
  dimensions: readonly number[],
): Generator<void, { readonly order: Uint32Array; readonly starts: Uint32Array }> {
  const count = numbers.length
  const keys = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    if (at % keysPerStep === 0) yield
    let key = 0
    for (const dimension of dimensions) {
      key = (key << 1) | ((words[at * wordsEach + (dimension >>> 5)]! >>> (dimension & 31)) & 1)
    }
    keys[at] = key
  }
  yield
  const starts = new Uint32Array(2 ** dimensions.length + 1)
  for (const key of keys) starts[key + 1]!++
  for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!
  const next = starts.slice()
  const order = new Uint32Array(count)
  for (let at = 0; at < count; at++) order[next[keys[at]!]!++] = at
  return { order, starts }
}
