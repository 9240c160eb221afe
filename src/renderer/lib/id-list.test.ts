import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AssetId } from '../../shared/domain/ids.ts'
import { packIds } from '../../shared/domain/packed-ids.ts'
import { PackedIdList, type IdList } from './id-list.ts'

/** Of two letters, so that ids often match across the boundary of two neighbors. */
const idArbitrary = fc.string({
  unit: fc.constantFrom('A', 'B'),
  minLength: 26,
  maxLength: 26,
}) as fc.Arbitrary<AssetId>
const idsArbitrary = fc.uniqueArray(idArbitrary, { maxLength: 30 })
const position = fc.integer({ min: -40, max: 40 })

it('behaves like an array of the same ids', () => {
  fc.assert(
    fc.property(idsArbitrary, fc.array(fc.tuple(position, position)), fc.array(idArbitrary), (ids, ranges, others) => {
      const list: IdList = new PackedIdList(packIds(ids))
      expect([...list]).toEqual(ids)
      expect(list.length).toBe(ids.length)
      for (const [from, to] of ranges) {
        expect(list.at(from)).toBe(ids.at(from))
        expect(list.slice(from, to)).toEqual(ids.slice(from, to))
        expect(list.slice(from)).toEqual(ids.slice(from))
      }
      for (const id of [...ids, ...others, ...ids.toReversed()]) expect(list.indexOf(id)).toBe(ids.indexOf(id))
      expect(list.filter((id) => id.endsWith('A'))).toEqual(ids.filter((id) => id.endsWith('A')))
    }),
  )
})

it('reports the full length when only the first ids are known', () => {
  const first = 'A'.repeat(26) as AssetId
  const list = new PackedIdList(first, 1_000)
  expect([list.length, list.at(0), list.at(1), list.at(-1)]).toEqual([1_000, first, undefined, undefined])
  expect([list.slice(0, 50), [...list], list.indexOf('B'.repeat(26) as AssetId)]).toEqual([[first], [first], -1])
})

it('does not match across the boundary of two ids', () => {
  const list = new PackedIdList(`${'A'.repeat(13)}${'B'.repeat(13)}${'A'.repeat(13)}${'B'.repeat(13)}`)
  expect(list.indexOf(`${'B'.repeat(13)}${'A'.repeat(13)}` as AssetId)).toBe(-1)
  expect(list.indexOf('' as AssetId)).toBe(-1)
})
