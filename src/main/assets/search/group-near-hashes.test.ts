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
  const steps = groupNearHashes(readHashes(list.join('')), maxDistance)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Compares every pair until nothing changes. */
function groupSlowly(list: readonly string[], maxDistance: number): number[][] {
  const groupOf = list.map((_, n) => n)
  for (let isChanging = true; isChanging;) {
    isChanging = false
    for (const [n, one] of list.entries()) {
      for (const [m, other] of list.entries()) {
        if (groupOf[n] === groupOf[m] || distance(one, other) > maxDistance) continue
        groupOf[n] = groupOf[m] = Math.min(groupOf[n]!, groupOf[m]!)
        isChanging = true
      }
    }
  }
  const groups = [...new Set(groupOf)].map((root) => list.flatMap((_, n) => (groupOf[n] === root ? [n] : [])))
  return groups.filter((each) => each.length > 1).toSorted((a, b) => b.length - a.length || a[0]! - b[0]!)
}

it('counts the bits in which two hashes differ', () => {
  fc.assert(
    fc.property(hash, hash, (one, other) => {
      const [a, b] = [readHashes(one), readHashes(`0000000000000000${other}`)]
      expect(hashDistance(a, 0, b, 1)).toBe(distance(one, other))
    }),
  )
})

it('finds the same groups as comparing every pair', () => {
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

it('groups only identical hashes at distance 0', () => {
  const [one, near] = ['00ff00ff00ff00ff', '00ff00ff00ff00fe']
  expect(group([one, near, one, one], 0)).toEqual([[0, 2, 3]])
  expect(group([one, near, one, one], 1)).toEqual([[0, 1, 2, 3]])
  expect(group([], 4)).toEqual([])
})
