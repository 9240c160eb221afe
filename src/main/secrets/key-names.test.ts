import { expect, expectTypeOf, test } from 'vitest'
import { providerIds, type ProviderId } from '../../shared/domain/provider-id.ts'
import { keyIds, type KeyId } from './key-names.ts'

test('every provider except the built-in ones has a key name, checked by the compiler', () => {
  expectTypeOf<Exclude<ProviderId, KeyId>>().toEqualTypeOf<'fake' | 'local'>()
  expect(new Set(keyIds)).toEqual(new Set([...providerIds.filter((id) => id !== 'fake' && id !== 'local'), 'rewriter']))
})
