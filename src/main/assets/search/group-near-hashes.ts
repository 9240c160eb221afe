import { createDisjointSets } from '../../../shared/util/disjoint-sets.ts'
import { hashDistance, type PackedHashes } from './packed-hashes.ts'

/** Four bands of 16 bits: a table of all values of one band fits into a CPU cache. */
const bands = 4
const bandValues = 65_536
/** Hashes processed between two yields. */
const step = 64

/**
 * Groups hashes that differ in at most `maxDistance` bits, transitively. Two hashes that differ in d bits differ in few
 * bits of one of their four bands (`bandLimits`), so only hashes that close in a band are compared: a hundred thousand
 * do not need five billion comparisons. Equal hashes are one.
 * @returns groups of two or more indices, each ascending, largest first; each `next` runs a few thousand comparisons
 */
export function* groupNearHashes(hashes: PackedHashes, maxDistance: number): Generator<void, number[][]> {
  const groups = createDisjointSets(hashes.count)
  const different = yield* joinEqual(hashes, groups.join)
  const limits = bandLimits(maxDistance)
  for (let band = 0; band < bands; band++) {
    if (maxDistance === 0) break
    const near = valuesWithin(limits[band]!)
    // The latest index per value of this band, chained to the previous one with that value; index plus one, 0 = none.
    const last = new Uint32Array(bandValues)
    const previous = new Uint32Array(hashes.count)
    for (const [index, n] of different.entries()) {
      if (index % step === 0) yield
      const value = bandOf(hashes, n, band)
      for (const flipped of near) {
        for (let at = last[value ^ flipped]!; at !== 0; at = previous[at - 1]!) {
          if (hashDistance(hashes, n, hashes, at - 1) <= maxDistance) groups.join(n, at - 1)
        }
      }
      previous[n] = last[value]!
      last[value] = n + 1
    }
  }
  return groups.list().toSorted((one, other) => other.length - one.length || one[0]! - other[0]!)
}

/**
 * Returns the maximum distance in at least one band. If every band differed by more, the total would be at least the
 * sum of the limits plus one bit per band: the limits are the lowest that keep this above the distance (Norouzi et al.,
 * "Fast search in Hamming space with multi-index hashing", 2012, proposition 2).
 */
function bandLimits(maxDistance: number): number[] {
  const sum = Math.max(0, maxDistance - bands + 1)
  return Array.from({ length: bands }, (_, band) => Math.floor(sum / bands) + (band < sum % bands ? 1 : 0))
}

/** Joins equal hashes and returns the index of the first of each. */
function* joinEqual(hashes: PackedHashes, join: (one: number, other: number) => void): Generator<void, number[]> {
  const firsts = new Map<number, Map<number, number>>()
  const different: number[] = []
  for (let n = 0; n < hashes.count; n++) {
    if (n % (step * 64) === 0) yield
    const high = hashes.high[n]!
    let withHigh = firsts.get(high)
    if (withHigh === undefined) firsts.set(high, (withHigh = new Map()))
    const first = withHigh.get(hashes.low[n]!)
    if (first !== undefined) join(n, first)
    else {
      withHigh.set(hashes.low[n]!, n)
      different.push(n)
    }
  }
  return different
}

function bandOf({ high, low }: PackedHashes, n: number, band: number): number {
  const word = band < 2 ? high[n]! : low[n]!
  return band % 2 === 0 ? word >>> 16 : word & 0xffff
}

/** All 16-bit values with at most that many bits set. */
function valuesWithin(bits: number): Uint32Array {
  let found = [0]
  let last = [0]
  for (let n = 0; n < bits; n++) {
    // Bits are added from low to high, so that no value repeats.
    last = last.flatMap((value) =>
      Array.from({ length: 16 }, (_, bit) => 2 ** bit)
        .filter((bit) => bit > value)
        .map((bit) => value | bit),
    )
    found = [...found, ...last]
  }
  return Uint32Array.from(found)
}
