import * as fc from 'fast-check'
import type { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { CollectionId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import type { SortOrder } from '../../../src/shared/domain/catalogue.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

const scope = { section: 'library', collectionId: null, query: '', nowMs: 0, covering: null } as const
const plain = { sort: 'newest', isStacked: false, withShapes: false } as const

function openEmpty(): DatabaseSync {
  const db = openMemoryDatabase()
  return db
}

function add(db: DatabaseSync, changes: Partial<AssetRecord>, rating = 0): AssetRecord {
  const record = buildAsset(changes)
  allOperations['assets.add'].run(db, { record })
  allOperations['marks.change'].run(db, { ids: [record.id], change: { rating } })
  return { ...record, annotations: { ...record.annotations, rating } }
}

const newestFirst = (a: AssetRecord, b: AssetRecord) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1)
const area = ({ widthPx, heightPx }: AssetRecord) => widthPx * heightPx
const cost = ({ recipe }: AssetRecord) => recipe.costUsd ?? -1
const comparators: Partial<Record<SortOrder, (a: AssetRecord, b: AssetRecord) => number>> = {
  newest: newestFirst,
  oldest: (a, b) => newestFirst(b, a),
  rating: (a, b) => b.annotations.rating - a.annotations.rating || newestFirst(a, b),
  largest: (a, b) => area(b) - area(a) || newestFirst(a, b),
  dearest: (a, b) => cost(b) - cost(a) || newestFirst(a, b),
}

test('each order matches sorting the records, with ties and missing values', () => {
  const image = fc.record({
    createdAtMs: fc.integer({ min: 1, max: 4 }),
    widthPx: fc.constantFrom(1, 300, 70_000),
    heightPx: fc.constantFrom(1, 200, 70_000),
    costUsd: fc.constantFrom(null, 0, 0.000_001, 0.04, 120),
    rating: fc.integer({ min: 0, max: 5 }),
  })
  fc.assert(
    fc.property(fc.array(image, { maxLength: 20 }), (all) => {
      const db = openEmpty()
      const records = all.map(({ costUsd, rating, ...changes }) =>
        add(db, { ...changes, recipe: { ...fillRecipe, costUsd } }, rating),
      )
      for (const [sort, compare] of Object.entries(comparators)) {
        const { order } = allOperations['search.find'].run(db, { ...scope, ...plain, sort: sort as SortOrder })
        expect([sort, ...unpackIds(order)]).toEqual([sort, ...records.toSorted(compare).map(({ id }) => id)])
      }
      db.close()
    }),
    { numRuns: 60 },
  )
})

test('sorting by name ignores case and accents, and compares numbers by value', () => {
  const db = openEmpty()
  for (const name of ['b 10', 'Äpfel', 'B 2', 'apfel', 'zoo']) add(db, { name })
  const { order } = allOperations['search.find'].run(db, { ...scope, ...plain, sort: 'name' })
  const records = allOperations['assets.byIds'].run(db, { ids: unpackIds(order) })
  expect(records.map(({ name }) => name)).toEqual(['Äpfel', 'apfel', 'B 2', 'b 10', 'zoo'])
})

test('a collection includes nested and smart ones; collections that refer to each other find nothing', () => {
  const db = openEmpty()
  const collect = (name: string, parentId: CollectionId | null, query: string | null = null) => {
    const kind = query === null ? ('manual' as const) : ('smart' as const)
    const record = { id: newId<CollectionId>(), parentId, name, kind, query }
    return allOperations['collections.add'].run(db, { record }).id
  }
  const namesIn = (collectionId: CollectionId | null, query = '') => {
    const { order } = allOperations['search.find'].run(db, { ...scope, ...plain, collectionId, query, sort: 'oldest' })
    return allOperations['assets.byIds'].run(db, { ids: unpackIds(order) }).map(({ name }) => name)
  }
  const [first, second] = ['one', 'two', 'three', 'four'].map((name, n) => add(db, { name, createdAtMs: n }))
  const outer = collect('above', null)
  const nested = collect('below', outer)
  collect('threes', nested, 'name:three')
  collect('inner', null, 'collection:below -name:three')
  const circle = collect('circle', null, 'collection:round')
  collect('round', null, 'collection:circle')
  allOperations['collections.addAssets'].run(db, { id: outer, ids: [first!.id], atMs: 1 })
  allOperations['collections.addAssets'].run(db, { id: nested, ids: [second!.id], atMs: 1 })
  expect(namesIn(outer)).toEqual(['one', 'two', 'three'])
  expect(namesIn(nested)).toEqual(['two', 'three'])
  expect(namesIn(outer, '-name:two')).toEqual(['one', 'three'])
  expect(namesIn(null, 'collection:inner')).toEqual(['two'])
  expect(namesIn(null, '-collection:above')).toEqual(['four'])
  expect(namesIn(circle)).toEqual([])
  allOperations['collections.remove'].run(db, { id: nested, atMs: 2 })
  expect(namesIn(outer)).toEqual(['one'])
})

test('suggests matches at the start before matches inside, without duplicates', () => {
  const db = openEmpty()
  const record = add(db, { name: 'a' })
  allOperations['marks.change'].run(db, {
    ids: [record.id],
    change: { addTags: ['print', 'blueprint', 'client work'] },
  })
  const suggest = (query: string) => allOperations['search.suggest'].run(db, { query, at: query.length, nowMs: 0 })
  expect(suggest('tag:pri')).toEqual({ from: 0, to: 7, terms: ['tag:print', 'tag:blueprint'] })
  expect(suggest('-tag:cli').terms).toEqual(['-tag:"client work"'])
  expect(suggest('tag:print,bl').terms).toEqual(['tag:print,blueprint'])
  expect(suggest('prov').terms).toContain('provider:')
  expect(suggest('"pri').terms).toEqual([])
})
