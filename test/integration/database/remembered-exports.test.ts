import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync
beforeAll(() => {
  db = openMemoryDatabase()
  db.exec('PRAGMA foreign_keys = ON')
})
afterAll(() => db.close())

function add(parentId: AssetId | null = null): AssetId {
  const record = buildAsset({ parentId })
  allOperations['assets.add'].run(db, { record })
  return record.id
}

const remember = (json: string, ...ids: AssetId[]) => allOperations['exports.remember'].run(db, { ids, json })
const remembered = (...ids: AssetId[]) => allOperations['exports.remembered'].run(db, { ids })

test('how an image was exported is remembered for its family, and for several images if they have it in common', () => {
  const [photo, other] = [add(), add()]
  const edit = add(photo)
  const [first, second] = [add(edit), add(photo)]
  expect([remembered(photo), remembered(other), remembered(first, second)]).toEqual([null, null, null])
  remember('{"web":1}', first)
  expect([photo, edit, first, second].map((id) => remembered(id))).toEqual(Array(4).fill('{"web":1}'))
  expect([remembered(first, second), remembered(first, other), remembered(other)]).toEqual(['{"web":1}', null, null])
  remember('{"print":1}', second, other)
  expect([remembered(edit), remembered(photo, other)]).toEqual(['{"print":1}', '{"print":1}'])
  remember('{"web":1}', other)
  expect([remembered(photo, other), remembered(photo)]).toEqual([null, '{"print":1}'])
})

test('it goes with the image', () => {
  const photo = add()
  remember('{}', photo)
  db.prepare('DELETE FROM assets WHERE id = ?').run(photo)
  expect(db.prepare('SELECT count(*) AS count FROM remembered_exports WHERE asset_id = ?').get(photo)).toEqual({
    count: 0,
  })
})
