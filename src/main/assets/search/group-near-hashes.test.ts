import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupNearHashes } from './group-near-hashes.ts'
import { hashDistance, readHashes } from './packed-hashes.ts'

const digits = fc.constantFrom(...Array.from('0123456789abcdef'))
const hash = fc.string({ unit: digits, minLength: 16, maxLength: 16 })
const flips = fc.array(fc.nat(63), { maxLength: 10 })

function flip(text: string, bits: readonly number[]): string {
  let value = BigInt(`0x${text}`)
  for (const bit of bits) value ^= 1n << BigInt(bit)
  return value.toString(16).padStart(16, '0')
}

function distance(one: string, other: string): number {
  const bits = BigInt(`0x${one}`) ^ BigInt(`0x${other}`)
  return bits.toString(2).replaceAll('0', '').length
}

function group(list: readonly string[], maxDistance: number): number[][] {
  const work = groupNearHashes(readHashes(list.join('')), maxDistance)
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** Compares every pair until nothing changes. */
function groupSlowly(list: readonly string[], maxDistance: number): number[][] {
  const of = list.map((_, n) => n)
  for (let isChanging = true; isChanging;) {
    isChanging = false
    for (const [n, one] of list.entries()) {
      for (const [m, other] of list.entries()) {
        if (of[n] === of[m] || distance(one, other) > maxDistance) continue
        of[n] = of[m] = Math.min(of[n]!, of[m]!)
        isChanging = true
      }
    }
  }
  const groups = [...new Set(of)].map((root) => list.flatMap((_, n) => (of[n] === root ? [n] : [])))
  return groups.filter((each) => each.length > 1).toSorted((a, b) => b.length - a.length || a[0]! - b[0]!)
}

it('tells in how many bits two hashes differ', () => {
  fc.assert(
    fc.property(hash, hash, (one, other) => {
      const [a, b] = [readHashes(one), readHashes(`0000000000000000${other}`)]
      expect(hashDistance(a, 0, b, 1)).toBe(distance(one, other))
    }),
  )
})

it('finds the same groups as a comparison of every pair', () => {
  const family = fc
    .tuple(hash, fc.array(flips, { maxLength: 4 }))
    .map(([first, changes]) => [first, ...changes.map((bits) => flip(first, bits))])
  fc.assert(
    fc.property(fc.array(family, { maxLength: 8 }), fc.integer({ min: 0, max: 16 }), (families, maxDistance) => {
      const list = families.flat()
      expect(group(list, maxDistance)).toEqual(groupSlowly(list, maxDistance))
    }),
    { numRuns: 60 },
  )
})

it('puts what is exactly alike together at distance 0, and nothing else', () => {
  const [one, near] = ['00ff00ff00ff00ff', '00ff00ff00ff00fe']
  expect(group([one, near, one, one], 0)).toEqual([[0, 2, 3]])
  expect(group([one, near, one, one], 1)).toEqual([[0, 1, 2, 3]])
  expect(group([], 4)).toEqual([])
})
