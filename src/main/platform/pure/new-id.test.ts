import { expect, test } from 'vitest'
import { assetIdSchema, type AssetId } from '../../../shared/domain/ids.ts'
import { newId } from './new-id.ts'

test('ids are valid, different, and sort in the order they were made', () => {
  const ids = Array.from({ length: 20_000 }, () => newId<AssetId>())
  expect(ids.every((id) => assetIdSchema.safeParse(id).success)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('also when the clock is set back', () => {
  const later = newId<AssetId>(Date.now() + 60_000)
  expect(newId<AssetId>(Date.now()) > later).toBe(true)
})

test('the first ten characters are the time', () => {
  const ms = Date.UTC(2040, 0, 1)
  expect(newId<AssetId>(ms).slice(0, 10)).toBe(newId<AssetId>(ms).slice(0, 10))
  expect(newId<AssetId>(281_474_976_710_655).slice(0, 10)).toBe('7ZZZZZZZZZ')
})
