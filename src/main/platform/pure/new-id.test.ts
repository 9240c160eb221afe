import { expect, test } from 'vitest'
import { assetIdSchema, type AssetId } from '../../../shared/domain/ids.ts'
import { newId } from './new-id.ts'

test('creates valid unique ids that sort by creation', () => {
  const ids = Array.from({ length: 20_000 }, () => newId<AssetId>())
  expect(ids.every((id) => assetIdSchema.safeParse(id).success)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('keeps the order when the clock is set back', () => {
  const later = newId<AssetId>(Date.now() + 60_000)
  expect(newId<AssetId>(Date.now()) > later).toBe(true)
})

test('encodes the time in the first ten characters', () => {
  const ms = Date.UTC(2040, 0, 1)
  expect(newId<AssetId>(ms).slice(0, 10)).toBe(newId<AssetId>(ms).slice(0, 10))
  expect(newId<AssetId>(281_474_976_710_655).slice(0, 10)).toBe('7ZZZZZZZZZ')
})
