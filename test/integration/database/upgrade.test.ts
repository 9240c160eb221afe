import { open, stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { inflateSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import type { Database } from '../../../src/main/database/index.ts'
import { documentStateSchema } from '../../../src/shared/domain/canvas-document.ts'
import type { NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import { noAnnotations } from '../../../src/shared/domain/annotations.ts'
import { openTestDatabase, findAssetIds } from '../../support/open-database.ts'
import { olderVersions, writeOlderDatabase, type OlderContent } from '../../support/older-database.ts'
import { withHome } from '../../support/temporary-home.ts'
import { isMyTurn } from '../../support/turn.ts'

/** Each fourth in every run of `npm test`, the oldest among them, which is upgraded by each step. */
const versions = olderVersions.filter((version, at) => at % 4 === 0 || isMyTurn(`schema ${version}`))

const home = withHome()
let file: string

beforeEach(() => {
  file = home.paths.databaseFile
})

async function expectDocuments(database: Database, { documents, assetIds }: OlderContent): Promise<void> {
  const listed = await database.call('documents.list', null)
  expect(listed.map(({ id, baseId, isActive }) => [id, baseId, isActive])).toEqual(
    documents.map(({ id }, n) => [id, assetIds[n], n === 1]),
  )
  for (const [n, { id, growPx, featherPx, sampling }] of documents.entries()) {
    const { state, tiles } = await database.call('documents.load', { id })
    expect(documentStateSchema.parse(state)).toEqual({
      version: 1,
      size: { widthPx: 300, heightPx: 200 },
      masks: [{ id: 'mask-1', name: 'Mask', tint: '#ff4d5e', strength: 1, isOn: true }],
      layers: [],
      targetId: 'mask-1',
      sampling,
      frame: null,
      edit: { intent: 'fill', isEdgeAutomatic: n === 0, growPx, featherPx, box: null },
      words: { prompt: '', negativePrompt: '' },
    })
    const values = tiles.map(({ surfaceId, deflated }) => [surfaceId, inflateSync(deflated!)[0]])
    expect(values).toEqual([['mask-1', 50 + n], ...(sampling === 'painted' ? [['sampling', 200]] : [])])
  }
}

/** Also checks what later versions store beside images: lineage, and images still without a fingerprint. */
async function expectImages(database: Database, { assetIds, isMarked }: OlderContent, isWhole: boolean): Promise<void> {
  const [first, second] = assetIds
  const [record] = await database.call('assets.byIds', { ids: [first!] })
  expect(record).toMatchObject({ name: 'coffee', widthPx: 300, recipe: { operation: 'import' } })
  expect(record!.annotations).toEqual(
    isMarked ? { rating: 4, flag: 'pick', label: 'red', notes: 'for the wall', tags: ['Möwe', 'sea'] } : noAnnotations,
  )
  const collections = await database.call('collections.list', null)
  expect(collections.map(({ name }) => name)).toEqual(isMarked ? ['Gulls'] : [])
  const counts = await database.call('collections.counts', null)
  expect(counts).toEqual(isMarked ? [{ id: collections[0]!.id, count: 1 }] : [])
  const { links } = (await database.call('lineage.of', { id: second!, most: 10 }))!
  expect(links).toEqual(['control', 'reference', 'taken-from'].map((how) => ({ fromId: first, toId: second, how })))
  if (isWhole) expect(await database.call('looks.countPending', null)).toBe(assetIds.length)
}

async function expectLedger(database: Database, version: number): Promise<void> {
  const whole = { sinceDay: null, untilDay: null, limit: 10 }
  const entries = await database.call('ledger.list', whole)
  expect(entries.map(({ callId, outcome, estimateUsd }) => [callId, outcome, estimateUsd])).toEqual(
    version < 5 ? [] : [['call-1', 'under-way', 0.04]],
  )
}

/** Expects none at first, and that one can be added with an image of before. */
async function expectNamedReferences(database: Database, { assetIds }: OlderContent): Promise<void> {
  expect(await database.call('references.list', null)).toEqual([])
  const facts = { kind: 'person', note: '', description: '', rights: '', createdAtMs: 1, changedAtMs: 1 } as const
  const id = '01JD3Q0000000000000000000A' as NamedReferenceId
  const record = { ...facts, id, name: 'anna', key: 'anna', imageIds: [assetIds[0]!] }
  expect(await database.call('references.save', { record })).toBe(true)
  expect(await database.call('references.list', null)).toMatchObject([{ imageIds: [assetIds[0]], uses: 0 }])
}

/** Expects search to find all images by name, and nothing else. */
async function expectSearch(database: Database): Promise<void> {
  const scope = {
    section: 'library',
    collectionId: null,
    query: 'coffee format:png',
    nowMs: 0,
    covering: null,
  } as const
  const order = await findAssetIds(database)
  expect(order.length).toBeGreaterThan(0)
  const found = await database.call('search.find', { ...scope, sort: 'newest', isStacked: false, withShapes: false })
  expect(found.order).toBe(order.join(''))
  expect((await database.call('search.facets', { ...scope, query: 'cof' })).count).toBe(order.length)
}

test.each(versions)('upgrades a database of schema %i with its documents, tiles, jobs, and costs', async (version) => {
  const content = writeOlderDatabase(file, version)
  const database = openTestDatabase(file)
  expect(await database.opened()).toEqual({ migratedFrom: version, rebuilt: null })
  await expectDocuments(database, content)
  expect(await database.call('jobs.find', { id: content.jobId })).toMatchObject({
    operation: 'fill',
    provider: 'content-aware-fill',
  })
  await expectLedger(database, version)
  await expectSearch(database)
  await expectImages(database, content, true)
  await expectNamedReferences(database, content)
  await database.dispose()
  const db = new DatabaseSync(file)
  expect(db.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 2 })
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
})

test.each(versions)('salvages and upgrades a damaged database of schema %i', async (version) => {
  const content = writeOlderDatabase(file, version, 400)
  const { size } = await stat(file)
  const handle = await open(file, 'r+')
  // Damages one page of image records, after the base images of the two documents.
  await handle.write(Buffer.alloc(4_096, 0xff), 0, 4_096, Math.floor(size / 4_096 / 3) * 4_096)
  await handle.close()
  const database = openTestDatabase(file)
  const { rebuilt } = await database.opened()
  expect(rebuilt?.salvaged).toBeGreaterThan(200)
  await expectDocuments(database, content)
  expect(await database.call('jobs.find', { id: content.jobId })).toMatchObject({
    operation: 'fill',
    provider: 'content-aware-fill',
  })
  await expectLedger(database, version)
  await expectSearch(database)
  await expectImages(database, content, false)
  await database.dispose()
})

test('drops rows whose image was lost, without dangling references', async () => {
  const { documents, assetIds } = writeOlderDatabase(file, 3)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA foreign_keys = OFF')
  db.prepare('DELETE FROM assets WHERE id = ?').run(assetIds[0]!)
  // One unreadable page makes the whole file count as damaged.
  db.exec(`CREATE TABLE ballast (x); INSERT INTO ballast VALUES (zeroblob(9000))`)
  db.close()
  const handle = await open(file, 'r+')
  const root = Buffer.alloc(4_096, 0xff)
  const page = rootPageOf(file, 'jobs')
  await handle.write(root, 0, root.length, (page - 1) * 4_096)
  await handle.close()
  const database = openTestDatabase(file)
  expect((await database.opened()).rebuilt?.salvaged).toBe(1)
  expect((await database.call('documents.list', null)).map(({ id }) => id)).toEqual([documents[1]!.id])
  await database.dispose()
  const after = new DatabaseSync(file)
  expect(after.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  after.close()
})

test('moves exact seeds from import options to the seed field, where search finds them', async () => {
  const movedSeeds = [
    ['4294967296', 4_294_967_296],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['18446744073709551557', '18446744073709551557'],
    ['00018446744073709551', '18446744073709551'],
  ] as const
  const untouched = ['18446744073709551616', '99999999999999999999', 'later', 12]
  const { assetIds } = writeOlderDatabase(file, 15, movedSeeds.length + untouched.length + 1)
  const db = new DatabaseSync(file)
  const write = db.prepare(
    `UPDATE assets SET recipe = json_set(recipe, '$.generation', json(?), '$.operation', ?) WHERE id = ?`,
  )
  for (const [n, seed] of [...movedSeeds.map(([text]) => text), ...untouched].entries())
    write.run(JSON.stringify({ options: { raw: 'x', seed } }), 'import', assetIds[n]!)
  write.run(JSON.stringify({ options: { seed: '4294967297' } }), 'generate', assetIds.at(-1)!)
  db.close()
  const database = openTestDatabase(file)
  await database.opened()
  const ids = await findAssetIds(database)
  expect(ids).toHaveLength(assetIds.length)
  for (const [n, [, seed]] of movedSeeds.entries()) {
    const scope = { section: 'library', collectionId: null, query: `seed:${seed}`, nowMs: 0, covering: null } as const
    const found = await database.call('search.find', { ...scope, sort: 'newest', isStacked: false, withShapes: false })
    expect([seed, found.order]).toEqual([seed, assetIds[n]])
  }
  await database.dispose()
  const after = new DatabaseSync(file)
  const read = after.prepare(`SELECT recipe FROM assets WHERE id = ?`)
  const recipes = assetIds.map(
    (id) => JSON.parse(String(read.get(id)?.['recipe'])) as { seed: unknown; generation: { options: object } },
  )
  after.close()
  expect(recipes.map(({ seed, generation }) => [seed, generation.options])).toEqual([
    ...movedSeeds.map(([, seed]) => [seed, { raw: 'x' }]),
    ...untouched.map((seed) => [null, { raw: 'x', seed }]),
    [null, { seed: '4294967297' }],
  ])
})

function rootPageOf(path: string, table: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return Number(db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = ?`).get(table)?.['rootpage'])
  } finally {
    db.close()
  }
}

test('a library with a record of what is missing is not upgraded, and stays as it is', async () => {
  const version = olderVersions.at(-1)!
  writeOlderDatabase(file, version)
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA foreign_keys = OFF; UPDATE documents SET base_id = 'gone' WHERE is_active = 1`)
  const read = () => db.prepare('SELECT * FROM documents ORDER BY id').all()
  const documents = read()
  const database = openTestDatabase(file)
  await expect(database.opened()).rejects.toMatchObject({
    code: 'storage/migration-failed',
    message: expect.stringContaining('A record refers to another one that is missing. Nothing was changed.'),
  })
  await database.dispose()
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: version })
  expect(read()).toEqual(documents)
  db.close()
})
