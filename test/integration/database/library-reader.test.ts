import { existsSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { openLibraryReader } from '../../../src/main/database/index.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { damageRecords } from '../../support/damage-records.ts'
import { fillDatabase, openTestDatabase, settleDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const everything = { section: 'library', collectionId: null, nowMs: 0, covering: null } as const
const order = { sort: 'relevance', isStacked: false, withShapes: false } as const
const find = { ...everything, ...order }

const home = withHome()
let file: string

beforeEach(() => {
  file = home.paths.databaseFile
})

function fill(count: number) {
  const records = Array.from({ length: count }, (_, at) =>
    buildAsset({ name: `${at % 3 === 0 ? 'heron' : 'tower'} ${at}`, recipe: fillRecipe, createdAtMs: at }),
  )
  fillDatabase(file, records)
  settleDatabase(file)
  return records
}

function change(sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

test('finds and loads what the worker does', async () => {
  fill(900)
  const reader = openLibraryReader(file)!
  const database = openTestDatabase(file)
  for (const query of ['heron', '', 'tower operation:fill', '-heron rating:<1']) {
    const found = reader.find({ ...find, query })
    expect(found).toEqual(await database.call('search.find', { ...find, query }))
    const ids = unpackIds(found.order)
    expect(ids.length).toBeGreaterThan(0)
    const records = await database.call('assets.byIds', { ids })
    expect(await reader.load(ids)).toEqual(records)
    expect(reader.titles(ids)).toEqual(
      records.map(({ id, name, widthPx, heightPx }) => ({ id, name, widthPx, heightPx })),
    )
  }
  reader.close()
  await database.dispose()
})

test('sees what a window that has the library open writes', async () => {
  fill(3)
  const window = openTestDatabase(file)
  const reader = openLibraryReader(file)!
  expect(unpackIds(reader.find({ ...find, query: 'harbor' }).order)).toEqual([])
  const record = buildAsset({ name: 'harbor' })
  await window.call('assets.add', { record })
  expect(unpackIds(reader.find({ ...find, query: 'harbor' }).order)).toEqual([record.id])
  reader.close()
  await window.dispose()
})

test('leaves no file behind', () => {
  fill(3)
  openLibraryReader(file)!.close()
  expect([`${file}-wal`, `${file}-shm`, `${file}.suspect`].filter((path) => existsSync(path))).toEqual([])
})

test.each([
  ['is missing', async () => undefined, 0],
  ['was written by an older version', async () => change('PRAGMA user_version = 3'), 3],
  ['was written by a newer version', async () => change('PRAGMA user_version = 99'), 3],
  ['is not indexed yet', async () => change(`UPDATE assets SET name = 'other'`), 3],
  ['is known to be damaged', () => writeFile(`${file}.suspect`, ''), 3],
  ['is no database', () => writeFile(file, 'This is no database at all. '.repeat(400)), 3],
  ['was cut', () => truncate(file, 10_000), 200],
])('does not open a library that %s', async (_what, damage, count) => {
  if (count > 0) fill(count)
  await damage()
  const isThere = existsSync(file)
  expect(openLibraryReader(file)).toBeNull()
  expect(existsSync(file)).toBe(isThere)
})

test('notes damage that it meets, so that the worker finds and repairs it', async () => {
  const ids = fill(2_000).map(({ id }) => id)
  await damageRecords(file)
  const reader = openLibraryReader(file)!
  await expect(reader.load(ids)).rejects.toThrow(/malformed/)
  reader.close()
  expect(existsSync(`${file}.suspect`)).toBe(true)
  const database = openTestDatabase(file)
  expect((await database.opened()).rebuilt?.salvaged).toBeGreaterThan(1_000)
  await database.dispose()
})

test('an invalid record is an error, and no damage to the file', async () => {
  const [record] = fill(3)
  change(`UPDATE assets SET recipe = '{}' WHERE id = '${record!.id}'; DELETE FROM asset_touched`)
  const reader = openLibraryReader(file)!
  await expect(reader.load([record!.id])).rejects.toMatchObject({ code: 'storage/corrupt' })
  expect(reader.titles([record!.id])).toHaveLength(1)
  reader.close()
  expect(existsSync(`${file}.suspect`)).toBe(false)
})
