import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { pairsToSort, sortByVotes, type PairVerdict } from './sort-by-votes.ts'

const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at).padStart(26, '0') as AssetId)
const always = () => true

/** Asks until the order is complete. */
function run(
  given: readonly AssetId[],
  judge: (one: AssetId, other: AssetId) => PairVerdict,
  isAsked = (_one: AssetId, _other: AssetId) => true,
) {
  const known = new Map<string, PairVerdict>()
  const asked: (readonly [AssetId, AssetId])[] = []
  for (;;) {
    const { order, next } = sortByVotes(given, (one, other) => known.get(`${one} ${other}`) ?? null, isAsked)
    if (next === null) return { order, asked }
    asked.push(next)
    known.set(next.join(' '), judge(...next))
  }
}

const modelOf = (id: AssetId) => Number(id) % 3

describe('sorting by votes', () => {
  it('finds the order of any images with few questions, none of them twice', () => {
    const orders = fc
      .integer({ min: 1, max: 12 })
      .chain((count) => fc.shuffledSubarray(ids(count), { minLength: count, maxLength: count }))
    fc.assert(
      fc.property(orders, (given) => {
        const best = given.toSorted()
        const { order, asked } = run(given, (one, other) => (one < other ? 'first' : 'second'))
        expect(order).toEqual(best)
        expect(asked.length).toBeLessThanOrEqual(pairsToSort(given.length))
        expect(new Set(asked.map((pair) => pair.toSorted().join())).size).toBe(asked.length)
      }),
    )
    expect([2, 3, 4, 8].map(pairsToSort)).toEqual([1, 3, 5, 17])
  })

  it('asks no pair that it may not, and places what it cannot tell beside its like', () => {
    const given = ids(8)
    const isAsked = (one: AssetId, other: AssetId) => modelOf(one) !== modelOf(other)
    const { order, asked } = run(given, (one, other) => (modelOf(one) < modelOf(other) ? 'first' : 'second'), isAsked)
    expect(asked.every(([one, other]) => isAsked(one, other))).toBe(true)
    expect(order.map(modelOf)).toEqual([0, 0, 0, 1, 1, 1, 2, 2])
  })

  it('goes on after an even pair, and gives what it knows while it is not done', () => {
    const { order, asked } = run(ids(4), () => 'even')
    expect([order.length, asked.length]).toEqual([4, 4 - 1])
    expect(sortByVotes(ids(3), () => null, always)).toEqual({ order: ids(3), next: [ids(2)[1], ids(2)[0]] })
  })
})
