import { beforeEach, expect, test } from 'vitest'
import { createCollections } from '../../../src/main/assets/organize/create-collections.ts'
import type { Collections } from '../../../src/main/assets/assets.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import type { Scope } from '../../../src/shared/domain/catalogue.ts'
import type { Collection } from '../../../src/shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../src/shared/domain/ids.ts'
import { packIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { createChance } from '../../support/chance.ts'
import { failureOf } from '../../support/failure-of.ts'
import { fillDatabase, findAssetIds } from '../../support/open-database.ts'
import { openTestLibrary, withLibrary } from '../../support/open-library.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()
let collections: Collections
let ids: AssetId[]
let changeCount: number

const opened = withLibrary(home)
beforeEach(() => {
  const records = Array.from({ length: 6 }, () => buildAsset())
  ids = records.map(({ id }) => id)
  fillDatabase(home.paths.databaseFile, records)
  // A search that always finds the first two images: searching itself is tested elsewhere.
  const find = async (scope: Scope) => ({
    order: scope.collectionId === null ? '' : packIds(ids.slice(0, 2)),
    stacks: [],
    shapes: null,
    problems: [],
  })
  collections = createCollections({ ...opened, changes: opened.assets.changes, clock: systemClock }, find)
  changeCount = 0
  collections.onChanged(() => changeCount++)
})

const make = (name: string, parentId: CollectionId | null = null, kind: Collection['kind'] = 'manual') =>
  collections.create({ parentId, name, kind, query: kind === 'smart' ? 'rating:5' : null })

/** `a(b c(d))` */
async function tree(): Promise<string> {
  const listed = await collections.list()
  const listChildren = (parentId: CollectionId | null): string =>
    listed
      .filter((collection) => collection.parentId === parentId)
      .map(({ id, name }) => `${name}${listChildren(id) && `(${listChildren(id)})`}`)
      .join(' ')
  return listChildren(null)
}

test('collections can be nested and keep their order', async () => {
  const sea = await make('sea', null, 'folder')
  const kites = await make('kites', sea.id)
  const red = await make('red', kites.id)
  await make('boats', sea.id)
  expect(await tree()).toBe('sea(kites(red) boats)')
  await collections.change(kites.id, { position: 9 })
  expect(await tree()).toBe('sea(boats kites(red))')
  expect(await collections.change(red.id, { name: 'Red ones', parentId: null })).toMatchObject({ name: 'Red ones' })
  expect(await tree()).toBe('sea(boats kites) Red ones')
  expect(changeCount).toBe(6)
})

test('an image can be in several collections; adding and removing return only the images that changed', async () => {
  const [sea, kites] = [await make('sea'), await make('kites')]
  expect(await collections.add(sea.id, ids.slice(0, 3))).toEqual(ids.slice(0, 3))
  expect(await collections.add(sea.id, ids.slice(1, 4))).toEqual([ids[3]])
  expect(await collections.add(kites.id, ids.slice(0, 2))).toEqual(ids.slice(0, 2))
  await opened.assets.trash.add([ids[0]!])
  expect((await collections.list()).map(({ count }) => count)).toEqual([3, 1])
  expect((await collections.takeOut(sea.id, ids)).toSorted()).toEqual(ids.slice(0, 4).toSorted())
  expect(await collections.takeOut(sea.id, ids)).toEqual([])
  expect((await collections.list()).map(({ count }) => count)).toEqual([0, 1])
})

test('a smart collection contains what its search finds, and nothing can be added to it', async () => {
  const best = await make('best', null, 'smart')
  expect(best).toMatchObject({ kind: 'smart', query: 'rating:5', count: 2 })
  expect(await collections.change(best.id, { query: 'rating:>3' })).toMatchObject({ query: 'rating:>3', count: 2 })
  expect(await failureOf(collections.add(best.id, ids))).toMatchObject({ code: 'request/invalid' })
  expect(await failureOf(make('in it', best.id))).toMatchObject({ code: 'request/invalid' })
  const folder = await make('folder', null, 'folder')
  expect(await failureOf(collections.add(folder.id, ids))).toMatchObject({ code: 'request/invalid' })
  expect(await failureOf(collections.change(folder.id, { query: 'rating:5' }))).toMatchObject({
    code: 'request/invalid',
  })
  const wrong = collections.create({ parentId: null, name: 'x', kind: 'smart', query: null })
  expect(await failureOf(wrong)).toMatchObject({ code: 'request/invalid' })
})

test('a collection with children counts what its search finds', async () => {
  const sea = await make('sea', null, 'folder')
  const kites = await make('kites', sea.id)
  expect([sea.count, kites.count]).toEqual([0, 0])
  const red = await make('red', kites.id)
  await collections.add(red.id, ids.slice(0, 1))
  expect((await collections.list()).map(({ name, count }) => `${name} ${count}`)).toEqual(['sea 2', 'kites 2', 'red 1'])
})

test('restoring a collection restores its children, except those removed earlier', async () => {
  const sea = await make('sea')
  const kites = await make('kites', sea.id)
  const red = await make('red', kites.id)
  const boats = await make('boats', sea.id)
  await collections.add(red.id, ids)
  await collections.remove(boats.id)
  await collections.remove(sea.id)
  expect(await tree()).toBe('')
  expect(await failureOf(collections.change(kites.id, { name: 'x' }))).toMatchObject({ code: 'storage/not-found' })
  expect(await failureOf(collections.add(kites.id, ids))).toMatchObject({ code: 'storage/not-found' })
  await collections.restore(sea.id)
  expect(await tree()).toBe('sea(kites(red))')
  expect((await collections.list()).find(({ id }) => id === red.id)).toMatchObject({ count: 6 })
  await collections.restore(boats.id)
  expect(await tree()).toBe('sea(kites(red) boats)')
})

test('a restored collection whose parent is gone moves to the top level', async () => {
  const sea = await make('sea')
  const kites = await make('kites', sea.id)
  await collections.remove(kites.id)
  await collections.remove(sea.id)
  await collections.restore(kites.id)
  expect(await tree()).toBe('kites')
})

test('a sweep one day later forgets removed collections and keeps their images', async () => {
  const sea = await make('sea')
  await collections.add(sea.id, ids)
  await collections.remove(sea.id)
  await opened.assets.files.sweep()
  await collections.restore(sea.id)
  expect(await tree()).toBe('sea')
  await collections.remove(sea.id)
  const tomorrow = { nowMs: () => Date.now() + 86_400_000 }
  const later = openTestLibrary(home.paths, { clock: tomorrow })
  await later.assets.files.sweep()
  expect(await failureOf(later.assets.collections.restore(sea.id))).toMatchObject({ code: 'storage/not-found' })
  expect(await findAssetIds(later.database)).toHaveLength(6)
  await later.close()
})

test('concurrent moves by two programs never form a cycle and never lose a collection', async () => {
  const next = createChance(7)
  const secondProgram = openTestLibrary(home.paths)
  const all: CollectionId[] = []
  for (let n = 0; n < 12; n++) all.push((await make(`c${n}`)).id)
  const any = () => all[next(all.length)]!
  for (let round = 0; round < 60; round++) {
    const [first, second] = [any(), any()]
    await Promise.allSettled([
      collections.change(first, { parentId: next(5) === 0 ? null : second }),
      secondProgram.assets.collections.change(second, { parentId: next(5) === 0 ? null : first }),
    ])
  }
  const listed = new Map((await collections.list()).map((record) => [record.id, record]))
  expect(listed.size).toBe(12)
  for (const { id } of listed.values()) {
    const ancestors: CollectionId[] = []
    for (let current: CollectionId | null = id; current !== null; current = listed.get(current)?.parentId ?? null) {
      expect(ancestors).not.toContain(current)
      ancestors.push(current)
    }
  }
  await secondProgram.close()
})

test('refuses to move a collection into itself, into a descendant, or to an unknown parent', async () => {
  const sea = await make('sea')
  const kites = await make('kites', (await make('things', sea.id)).id)
  expect(await failureOf(collections.change(sea.id, { parentId: sea.id }))).toMatchObject({ code: 'request/invalid' })
  expect(await failureOf(collections.change(sea.id, { parentId: kites.id }))).toMatchObject({ code: 'request/invalid' })
  const unknownId = '01JD3Q0000000000000000000D' as CollectionId
  const failure = await failureOf(collections.change(sea.id, { parentId: unknownId }))
  expect(failure).toMatchObject({ code: 'storage/not-found' })
  expect(await failureOf(collections.restore(unknownId))).toMatchObject({ code: 'storage/not-found' })
  expect(await tree()).toBe('sea(things(kites))')
})

test('lists the collections that contain the given images, without removed ones', async () => {
  const [sea, kites, old] = [await make('sea'), await make('kites'), await make('old')]
  for (const { id } of [sea, kites, old]) await collections.add(id, ids.slice(0, 2))
  await collections.takeOut(kites.id, ids.slice(0, 1))
  await collections.remove(old.id)
  expect(await collections.holding(ids.slice(0, 1))).toEqual([sea.id])
  expect((await collections.holding(ids)).toSorted()).toEqual([sea.id, kites.id].toSorted())
  expect(await collections.holding([])).toEqual([])
})
