import { createGroups } from './groups.ts'
import { hashDistance, type PackedHashes } from './packed-hashes.ts'

/** Four bands of 16 bits: a table of all values of one fits into a processor's cache. */
const bands = 4
const bandValues = 65_536
/** Hashes between two pauses. */
const step = 64

/**
 * Puts together what differs in at most `maxDistance` bits, over any number of steps. Two hashes that differ in d bits differ
 * in few of one of their four bands (`bandLimits`), so only those are compared that are as near in a band: a hundred thousand
 * are not five billion pairs. Equal ones are one.
 * @returns groups of two and more places, each ascending, the largest first; goes on at each `next` for a few thousand comparisons
 */
export function* groupNearHashes(hashes: PackedHashes, maxDistance: number): Generator<void, number[][]> {
  const groups = createGroups(hashes.count)
  const different = yield* joinEqual(hashes, groups.join)
  const limits = bandLimits(maxDistance)
  for (let band = 0; band < bands; band++) {
    if (maxDistance === 0) break
    const near = valuesWithin(limits[band]!)
    // The places so far by the value of this band, each with the one before it of the same value; plus one, 0 = none.
    const last = new Uint32Array(bandValues)
    const before = new Uint32Array(hashes.count)
    for (const [place, n] of different.entries()) {
      if (place % step === 0) yield
      const value = bandOf(hashes, n, band)
      for (const flipped of near) {
        for (let at = last[value ^ flipped]!; at !== 0; at = before[at - 1]!) {
          if (hashDistance(hashes, n, hashes, at - 1) <= maxDistance) groups.join(n, at - 1)
        }
      }
      before[n] = last[value]!
      last[value] = n + 1
    }
  }
  return groups.list().toSorted((one, other) => other.length - one.length || one[0]! - other[0]!)
}

/**
 * How near hashes must be in one band at least. Were they farther in each, they would differ in the sum of the limits and one bit more
 * for each band: the limits are as low as keeps that above the distance (Norouzi et al., "Fast search in Hamming space with
 * multi-index hashing", 2012, proposition 2).
 */
function bandLimits(maxDistance: number): number[] {
  const sum = Math.max(0, maxDistance - bands + 1)
  return Array.from({ length: bands }, (_, band) => Math.floor(sum / bands) + (band < sum % bands ? 1 : 0))
}

/** The places of the first of each. */
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

/** All values of 16 bits with at most that many bits set. */
function valuesWithin(bits: number): Uint32Array {
  let found = [0]
  let last = [0]
  for (let n = 0; n < bits; n++) {
    // Bits are added from the low to the high, so that none comes twice.
    last = last.flatMap((value) =>
      Array.from({ length: 16 }, (_, bit) => 2 ** bit)
        .filter((bit) => bit > value)
        .map((bit) => value | bit),
    )
    found = [...found, ...last]
  }
  return Uint32Array.from(found)
}
