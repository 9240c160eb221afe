import { createGroups } from './groups.ts'
import { hashDistance, type PackedHashes } from './packed-hashes.ts'

/** Four bands of 16 bits: a table of all values of one fits into a processor's cache. */
const bands = 4
const bandValues = 65_536
/** Hashes between two pauses. */
const step = 64

/**
 * Puts together what differs in at most `maxDistance` bits, over any number of steps. Two hashes that differ in d bits differ
 * in at most ⌊d / 4⌋ of one of their four bands (pigeonhole), so only those are compared that are as near in a band: a
 * hundred thousand are not five billion pairs. Equal ones are one.
 * @returns groups of two and more places, each ascending, the largest first; goes on at each `next` for a few thousand comparisons
 */
export function* groupNearHashes(hashes: PackedHashes, maxDistance: number): Generator<void, number[][]> {
  const groups = createGroups(hashes.count)
  const different = yield* joinEqual(hashes, groups.join)
  const near = valuesWithin(Math.floor(maxDistance / bands))
  for (let band = 0; band < bands; band++) {
    if (maxDistance === 0) break
    const table = tableOf(hashes, different, band)
    for (const [place, n] of different.entries()) {
      if (place % step === 0) yield
      const value = bandOf(hashes, n, band)
      for (const flipped of near) {
        const bucket = value ^ flipped
        for (let at = table.from[bucket]!; at < table.from[bucket + 1]!; at++) {
          const other = table.order[at]!
          if (other < n && hashDistance(hashes, n, hashes, other) <= maxDistance) groups.join(n, other)
        }
      }
    }
  }
  return groups.list().toSorted((one, other) => other.length - one.length || one[0]! - other[0]!)
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

/** Places by the value of a band (counting sort): those of value v are `order[from[v]]` to `order[from[v + 1] - 1]`. */
function tableOf(hashes: PackedHashes, places: readonly number[], band: number) {
  const from = new Uint32Array(bandValues + 1)
  for (const n of places) from[bandOf(hashes, n, band) + 1]!++
  for (let value = 0; value < bandValues; value++) from[value + 1]! += from[value]!
  const next = from.slice()
  const order = new Uint32Array(places.length)
  for (const n of places) order[next[bandOf(hashes, n, band)]!++] = n
  return { from, order }
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
