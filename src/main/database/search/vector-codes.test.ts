import { describe, expect, it } from 'vitest'
import { createChance } from '../../../../test/support/chance.ts'
import { createVectorCodes } from './vector-codes.ts'

const dimensions = 128

/** Vectors around a few themes and one common direction, as image embeddings lie: values near a normal distribution. */
function buildVectors(count: number, seed: number): Float32Array[] {
  const chance = createChance(seed)
  const normal = () => {
    let sum = 0
    for (let part = 0; part < 12; part++) sum += chance(1_000_000) / 1_000_000
    return sum - 6
  }
  const normals = () => Float32Array.from({ length: dimensions }, normal)
  const common = normals()
  const themes = Array.from({ length: 40 }, normals)
  return Array.from({ length: count }, () => {
    const theme = themes[chance(themes.length)]!
    return normals().map((value, at) => value + common[at]! * 2 + theme[at]!)
  })
}

function dot(first: Float32Array, second: Float32Array): number {
  let sum = 0
  for (let at = 0; at < dimensions; at++) sum += first[at]! * second[at]!
  return sum
}

function unitOf(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}

/** @param units vectors of length 1 */
function nearest(units: readonly Float32Array[], query: Float32Array, limit: number): number[] {
  const scores = units.map((unit) => dot(query, unit))
  return [...units.keys()].toSorted((a, b) => scores[b]! - scores[a]!).slice(0, limit)
}

function codesOf(vectors: readonly Float32Array[]) {
  const codes = createVectorCodes(dimensions, vectors.slice(0, 1000))
  for (const [number, vector] of vectors.entries()) codes.put(number, vector)
  return codes
}

const all = () => true

describe('createVectorCodes', () => {
  it('preselects the 20 nearest of 5,000 among 200: at least 98 of 100', () => {
    const vectors = buildVectors(5050, 7)
    const library = vectors.slice(0, 5000)
    const units = library.map(unitOf)
    const codes = codesOf(library)
    const recalls = vectors.slice(5000).map((query) => {
      const preselected = new Set(codes.preselect(query, 200, all))
      return nearest(units, query, 20).filter((number) => preselected.has(number)).length / 20
    })
    expect(recalls.reduce((sum, each) => sum + each) / recalls.length).toBeGreaterThanOrEqual(0.98)
  })

  it('returns the requested count or a few more, and all where there are fewer', () => {
    const vectors = buildVectors(300, 11)
    const codes = codesOf(vectors)
    const some = codes.preselect(vectors[0]!, 50, all)
    expect(some.length).toBeGreaterThanOrEqual(50)
    expect(some.length).toBeLessThan(60)
    expect(some).toContain(0)
    expect(codes.preselect(vectors[0]!, 500, all)).toHaveLength(300)
  })

  it('returns only wanted numbers', () => {
    const vectors = buildVectors(300, 13)
    const odd = codesOf(vectors).preselect(vectors[0]!, 20, (number) => number % 2 === 1)
    expect(odd.length).toBeGreaterThanOrEqual(20)
    expect(odd.every((number) => number % 2 === 1)).toBe(true)
  })

  it('replaces, drops and adds vectors, also far beyond the last', () => {
    const vectors = buildVectors(200, 17)
    const codes = codesOf(vectors)
    const opposite = vectors[5]!.map((value) => -value)
    codes.put(5, opposite)
    codes.put(4000, vectors[5]!)
    codes.drop(9)
    codes.drop(1_000_000)
    expect(codes.preselect(vectors[5]!, 1, all)).toEqual([4000])
    expect(codes.preselect(opposite, 1, all)).toEqual([5])
    expect(codes.preselect(vectors[0]!, 1000, all)).toHaveLength(200)
    expect(codes.preselect(vectors[0]!, 1000, all)).not.toContain(9)
  })

  it('depends on directions alone, and stands vectors without one', () => {
    const vectors = buildVectors(100, 19)
    const codes = codesOf(vectors)
    const before = codes.preselect(vectors[3]!, 10, all)
    for (const [number, vector] of vectors.entries())
      codes.put(
        number,
        vector.map((value) => value * 50),
      )
    expect(codes.preselect(vectors[3]!, 10, all)).toEqual(before)
    codes.put(0, new Float32Array(dimensions))
    expect(codes.preselect(vectors[3]!, 100, all)).toHaveLength(100)
  })

  it('works without a sample: everything is equally near', () => {
    const codes = createVectorCodes(3, [])
    codes.put(0, [1, 2, 3])
    codes.put(1, [3, 2, 1])
    expect(codes.preselect([1, 0, 0], 1, all)).toEqual([0, 1])
  })
})
