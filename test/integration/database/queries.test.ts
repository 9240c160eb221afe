import { expect, test } from 'vitest'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { AssetId, DocumentId, JobId } from '../../../src/shared/domain/ids.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { buildJob } from '../../support/build-job.ts'
import { findAssetIds, withDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()

const database = withDatabase(home)

test('returns a record as it was stored', async () => {
  const parent = buildAsset()
  const record = buildAsset({
    parentId: parent.id,
    hasMask: true,
    isShowable: false,
    hasAlpha: true,
    recipe: fillRecipe,
  })
  expect(await database.call('assets.add', { record: parent })).toEqual(parent)
  expect(await database.call('assets.add', { record })).toEqual(record)
  expect(await database.call('assets.byIds', { ids: [record.id, newId<AssetId>(), parent.id] })).toEqual([
    record,
    parent,
  ])
  expect(await database.call('assets.children', { parentId: parent.id })).toEqual([record])
})

test('numbers a result when it is added, even if its planned name was taken', async () => {
  const parent = buildAsset({ name: 'coffee' })
  await database.call('assets.add', { record: parent })
  const derivedName = { from: 'coffee', task: 'fill' } as const
  const free = await database.call('assets.nameResult', { parentId: parent.id, ...derivedName })
  expect(free).toBe('coffee – fill 1')
  const add = () => {
    const record = buildAsset({ name: free, parentId: parent.id, recipe: fillRecipe })
    return database.call('assets.add', { record, derivedName })
  }
  expect([(await add())?.name, (await add())?.name]).toEqual(['coffee – fill 1', 'coffee – fill 2'])
  const lost = { parentId: newId<AssetId>(), from: 'coffee – fill 2', task: 'expand' } as const
  expect(await database.call('assets.nameResult', lost)).toBe('coffee – expand 3')
})

test('orders images by creation time, then by ID, newest first', async () => {
  const older = buildAsset({ createdAtMs: 1_000 })
  const sameA = buildAsset({ createdAtMs: 2_000 })
  const sameB = buildAsset({ createdAtMs: 2_000 })
  for (const record of [sameA, older, sameB]) await database.call('assets.add', { record })
  expect(await findAssetIds(database)).toEqual([sameB.id, sameA.id, older.id])
})

test('trash and restore return the images that changed', async () => {
  const record = buildAsset()
  await database.call('assets.add', { record })
  expect(await database.call('assets.setTrashed', { ids: [record.id], trashedAtMs: 5 })).toEqual([record.id])
  expect(await database.call('assets.setTrashed', { ids: [record.id], trashedAtMs: 9 })).toEqual([])
  expect(await findAssetIds(database, 'trash')).toEqual([record.id])
  expect(await findAssetIds(database)).toEqual([])
  expect(await database.call('assets.trashedBefore', { atMs: 6 })).toEqual([record.id])
  expect(await database.call('assets.setTrashed', { ids: [record.id], trashedAtMs: null })).toEqual([record.id])
  expect(await findAssetIds(database)).toEqual([record.id])
})

test('assigns a path to a second record only if the content is the same', async () => {
  const adopted = buildAsset()
  await database.call('assets.add', { record: adopted })
  const different = buildAsset({ relativePath: adopted.relativePath })
  expect(await database.call('assets.add', { record: different })).toBeNull()
  const generated = buildAsset({ relativePath: adopted.relativePath, sha256: adopted.sha256, recipe: fillRecipe })
  expect(await database.call('assets.add', { record: generated })).toEqual(generated)
  expect(await findAssetIds(database)).toEqual([generated.id])
})

test('lists jobs oldest first, and unfinished ones separately', async () => {
  const documentId = newId<DocumentId>()
  const done = buildJob({ documentId, createdAtMs: 1 })
  const running = buildJob({ documentId, createdAtMs: 2, state: 'running' })
  const otherDocument = buildJob({ createdAtMs: 3 })
  for (const job of [otherDocument, running, done]) await database.call('jobs.save', { job })
  await database.call('jobs.save', { job: { ...done, state: 'done', progress: 1 } })
  expect((await database.call('jobs.ofDocument', { documentId })).map((job) => job.state)).toEqual(['done', 'running'])
  expect((await database.call('jobs.unfinished', null)).map((job) => job.id)).toEqual([running.id, otherDocument.id])
  expect(await database.call('jobs.find', { id: newId<JobId>() })).toBeNull()
})
