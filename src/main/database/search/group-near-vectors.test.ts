import { describe, expect, it } from 'vitest'
import { createChance } from '../../../../test/support/chance.ts'
import { groupNearVectors } from './group-near-vectors.ts'
import { createVectorCodes } from './vector-codes.ts'

const dimensions = 128

/**
 * Vectors around a few themes and one common direction, as image embeddings lie; every fourth is a version of an
 * earlier one: like it, or only similar.
 */
function buildVectors(count: number, seed: number): Int8Array[] {
  const chance = createChance(seed)
  const part = () => chance(1_000_000) / 1_000_000
  const normal = () => part() + part() + part() + part() + part() + part() - 3
  const normals = () => Float32Array.from({ length: dimensions }, normal)
  const common = normals()
  const themes = Array.from({ length: 20 }, normals)
  const vectors: Float32Array[] = []
  for (let n = 0; n < count; n++) {
    const theme = themes[chance(themes.length)]!
    const version = vectors[chance(Math.max(1, n))]
    const share = chance(100) / 100
    vectors.push(
      n % 4 === 3 && version !== undefined
        ? normals().map((value, at) => version[at]! + share * value)
        : normals().map((value, at) => value + 2 * common[at]! + theme[at]!),
    )
  }
  return vectors.map((vector) => Int8Array.from(vector, (value) => Math.round((127 * value) / 8)))
}

function group(vectors: readonly Int8Array[], minLikeness: number): { groups: number[][]; steps: number } {
  const codes = createVectorCodes(dimensions, vectors.slice(0, 1_000))
  for (const [number, vector] of vectors.entries()) codes.put(number, vector)
  const work = groupNearVectors({
    signs: codes.signs(() => true),
    minLikeness,
    load: (numbers) => new Map(numbers.map((number) => [number, vectors[number]!])),
  })
  for (let steps = 1; ; steps++) {
    const { done, value } = work.next()
    if (done) return { groups: value, steps }
  }
}

interface Pair {
  readonly one: number
  readonly other: number
  readonly likeness: number
}

/** Compares every pair, once for all that is asked of the vectors. */
function pairsOf(vectors: readonly Int8Array[]): readonly Pair[] {
  const lengths = vectors.map((vector) => Math.sqrt(dot(vector, vector)))
  const pairs: Pair[] = []
  for (let one = 0; one < vectors.length; one++) {
    for (let other = 0; other < one; other++) {
      const likeness = dot(vectors[one]!, vectors[other]!) / (lengths[one]! * lengths[other]!)
      if (likeness >= leastLikeness) pairs.push({ one, other, likeness })
    }
  }
  return pairs
}

/** Of all that the tests ask for. */
const leastLikeness = 0.85

function groupSlowly(count: number, pairs: readonly Pair[], minLikeness: number): number[][] {
  const groupOf = Array.from({ length: count }, (_, n) => [n])
  for (const { one, other, likeness } of pairs) {
    const [own, joined] = [groupOf[one]!, groupOf[other]!]
    if (own === joined || likeness < minLikeness) continue
    joined.push(...own)
    for (const member of own) groupOf[member] = joined
  }
  return [...new Set(groupOf)].filter(({ length }) => length > 1).map((each) => each.toSorted((a, b) => a - b))
}

function dot(first: Int8Array, second: Int8Array): number {
  let sum = 0
  for (let at = 0; at < dimensions; at++) sum += first[at]! * second[at]!
  return sum
}

const sorted = (groups: readonly number[][]) => groups.toSorted((one, other) => one[0]! - other[0]!)

describe('groupNearVectors', () => {
  const few = buildVectors(600, 3)
  const fewPairs = pairsOf(few)
  const many = buildVectors(2_400, 5)
  const manyPairs = pairsOf(many)

  it.each([0.85, 0.9, 0.95, 0.99])('finds the same groups as comparing every pair, from %d', (minLikeness) => {
    const expected = sorted(groupSlowly(few.length, fewPairs, minLikeness))
    expect(expected.length).toBeGreaterThan(5)
    expect(sorted(group(few, minLikeness).groups)).toEqual(expected)
  })

  it.each([0.9, 0.95, 0.98])(
    'finds at least 98 of 100 groups of many, and joins nothing else, from %d',
    (minLikeness) => {
      const expected = groupSlowly(many.length, manyPairs, minLikeness)
      const { groups } = group(many, minLikeness)
      const expectedOf = new Map(expected.flatMap((each) => each.map((number) => [number, each])))
      for (const each of groups) expect(each.every((number) => expectedOf.get(number)?.includes(each[0]!))).toBe(true)
      const found = new Set(groups.map((each) => each.join()))
      const same = expected.filter((each) => found.has(each.join()))
      expect(same.length / expected.length).toBeGreaterThanOrEqual(0.98)
    },
  )

  it('is done in many steps', () => {
    expect(group(few, 0.9).steps).toBeGreaterThan(100)
  })

  it('has no groups where there are no vectors, and leaves out those that are gone', () => {
    expect(group([], 0.9).groups).toEqual([])
    const [vector] = buildVectors(1, 7)
    const codes = createVectorCodes(dimensions, [vector!])
    for (const number of [0, 1, 2]) codes.put(number, vector!)
    const kept = new Map([0, 2].map((number) => [number, vector!]))
    const work = groupNearVectors({ signs: codes.signs(() => true), minLikeness: 0.9, load: () => kept })
    expect(work.next()).toEqual({ done: true, value: [[0, 2]] })
  })
})
