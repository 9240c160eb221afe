import { expect, expectTypeOf, test } from 'vitest'
import { providerIds, type ProviderId } from '../../shared/domain/provider-id.ts'
import { keyIds, type KeyId } from './key-names.ts'

test('every provider but the demo has a key name, checked by the compiler', () => {
  expectTypeOf<Exclude<ProviderId, KeyId>>().toEqualTypeOf<'fake'>()
  expect(new Set(keyIds)).toEqual(new Set([...providerIds.filter((id) => id !== 'fake'), 'rewriter']))
})
