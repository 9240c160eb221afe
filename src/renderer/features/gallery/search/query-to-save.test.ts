import { expect, it } from 'vitest'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { queryToKeep } from './query-to-save.ts'

const collection = (name: string, query: string | null): Collection => ({
  id: name as CollectionId,
  parentId: null,
  name,
  kind: query === null ? 'manual' : 'smart',
  query,
  position: 1,
  count: 0,
})
const all = [collection('Café poster', null), collection('Good', 'rating:>3')]

it.each([
  [null, 'red cup', 'red cup'],
  ['Café poster', 'red cup', 'collection:"Café poster" red cup'],
  ['Café poster', '', 'collection:"Café poster"'],
  ['Good', 'red cup', 'rating:>3 red cup'],
  ['Good', 'red rating:>3', 'red rating:>3'],
])('saves a search in %s for “%s” as “%s”', (id, query, kept) => {
  expect(queryToKeep({ query, collectionId: id as CollectionId | null }, all)).toBe(kept)
})
