import { createHash } from 'node:crypto'
import { copyFile, open, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { inflateSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../src/main/database/index.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetId, DocumentId, NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { buildJob } from '../../support/build-job.ts'
import { damageRecords } from '../../support/damage-records.ts'
import { databaseWorkerUrl, openTestDatabase, fillDatabase, findAssetIds } from '../../support/open-database.ts'
import { releasedVersion } from '../../support/kill/long-migrations.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()
let file: string

beforeEach(() => {
  file = home.paths.databaseFile
})

function fill(count: number) {
  const records = Array.from({ length: count }, () => buildAsset({ recipe: fillRecipe }))
  fillDatabase(file, records)
  return records
}

test('creates a new file in WAL mode at the latest version', async () => {
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect(await database.opened()).toEqual({ migratedFrom: 0, rebuilt: null })
  await database.dispose()
  const db = new DatabaseSync(file)
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: releasedVersion })
  const loose = db.prepare(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%'
       AND name NOT LIKE 'asset_text%'`,
  )
  expect(loose.all()).toEqual([])
  db.close()
})

test('says that another program holds the library, and goes on when it is free again', async () => {
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  await database.opened()
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const save = () => database.call('jobs.save', { job: buildJob({ callId: 'a' }) })
  await expect(save()).rejects.toMatchObject({
    code: 'storage/locked',
    message: expect.stringContaining('Another app'),
  })
  other.exec('ROLLBACK')
  await save()
  other.close()
  await database.dispose()
})

test.each(['v1.sqlite'])('upgrades the released schema %s with all its contents', async (name) => {
  await copyFile(fileURLToPath(new URL(`../../fixtures/databases/${name}`, import.meta.url)), file)
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect((await database.opened()).rebuilt).toBeNull()
  const ids = await findAssetIds(database)
  const assets = await database.call('assets.byIds', { ids })
  expect(assets.map((asset) => [asset.name, asset.recipe.operation, asset.hasMask])).toEqual([
    ['coffee filled', 'fill', true],
    ['coffee', 'import', false],
  ])
  expect(assets[0]?.parentId).toBe(assets[1]?.id)
  expect(await findAssetIds(database, 'trash')).toHaveLength(1)
  const [document] = await database.call('documents.list', null)
  const { state, tiles } = await database.call('documents.load', { id: document!.id })
  expect(state.size).toEqual({ widthPx: document!.widthPx, heightPx: document!.heightPx })
  // A second stored tile is outside the small image.
  expect(tiles.map(({ surfaceId, deflated }) => [surfaceId, inflateSync(deflated!).length])).toEqual([
    ['mask-1', 65_536],
  ])
  expect(await database.call('jobs.ofDocument', { documentId: document!.id })).toMatchObject([
    {
      state: 'done',
      verdict: 'kept',
      operation: 'fill',
      provider: 'content-aware-fill',
      wasSent: false,
      isBilled: 'no',
      costUsd: 0,
      attempts: [],
    },
  ])
  await database.dispose()
})

test('copies an older database before changing it', async () => {
  const records = fill(3)
  const worker = builtProgram(new URL('../../support/kill/long-migrations-worker.ts', import.meta.url))
  const database = openTestDatabase(file, { worker })
  expect(await database.opened()).toEqual({ migratedFrom: releasedVersion, rebuilt: null })
  await database.dispose()
  const copy = new DatabaseSync(`${file}.before-v${releasedVersion + 2}`, { readOnly: true })
  expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: releasedVersion })
  expect(copy.prepare('SELECT count(*) AS count FROM assets').get()).toEqual({ count: records.length })
  copy.close()
})

test('a failed migration changes nothing', async () => {
  fill(1)
  const original = await readFile(file)
  const worker = builtProgram(new URL('../../support/failing-migration-worker.ts', import.meta.url))
  const database = openTestDatabase(file, { worker })
  await expect(database.opened()).rejects.toMatchObject({ code: 'storage/migration-failed' })
  await database.dispose()
  expect((await readFile(file)).equals(original)).toBe(true)
  const reopened = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect(await findAssetIds(reopened)).toHaveLength(1)
  await reopened.dispose()
})

test('leaves a database of a newer version untouched', async () => {
  fill(2)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 99')
  db.close()
  const original = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  const opening = expect(database.opened()).rejects
  await opening.toMatchObject({ code: 'storage/migration-failed', message: expect.stringContaining('newer version') })
  await expect(findAssetIds(database)).rejects.toMatchObject({
    code: 'storage/migration-failed',
  })
  await database.dispose()
  expect(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ).toBe(original)
  expect((await readdir(home.paths.root)).filter((name) => name.startsWith('atelier.db'))).toEqual(['atelier.db'])
})

test.each([
  ['text', async () => writeFile(file, 'This is no database at all. '.repeat(400))],
  ['a cut file', () => truncate(file, 10_000)],
])('sets a damaged database (%s) aside and creates a new one', async (_what, damage) => {
  fill(200)
  await damage()
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  const { rebuilt } = await database.opened()
  expect(rebuilt?.setAsidePath).toMatch(/atelier\.db\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/)
  expect((await stat(rebuilt!.setAsidePath)).size).toBeGreaterThan(0)
  expect(await database.call('assets.add', { record: buildAsset() })).not.toBeNull()
  await database.dispose()
})

test('salvages readable records of a damaged database', async () => {
  const records = fill(2_000)
  const imageIds = records.filter((_, at) => at % 100 === 0).map(({ id }) => id)
  writeReferenceAndVote(imageIds)
  rememberExports(records.map(({ id }) => id))
  await damageRecords(file)
  const database = openTestDatabase(file, { worker: databaseWorkerUrl })
  const { rebuilt } = await database.opened()
  expect(rebuilt?.salvaged).toBeGreaterThan(1_000)
  const ids = new Set(records.map(({ id }) => id))
  const order = await findAssetIds(database)
  expect(order).toHaveLength(rebuilt!.salvaged)
  expect(order.every((id) => ids.has(id))).toBe(true)
  const [reference, ...others] = await database.call('references.list', null)
  expect([reference?.name, others]).toEqual(['anna', []])
  expect(reference!.imageIds).toEqual(imageIds.filter((id) => order.includes(id)))
  expect(await database.call('votes.counts', { tag: null, task: null, sinceMs: null, beforeMs: null })).toMatchObject([
    { count: 1 },
  ])
  await database.dispose()
  // Exports of images that are gone would stop the next migration.
  const db = new DatabaseSync(file)
  expect(db.prepare('SELECT count(*) AS kept FROM remembered_exports').get()).toEqual({ kept: order.length })
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  db.close()
})

test('of two starts that find the damage, one rebuilds, and both have all that could be read', async () => {
  fill(400)
  await damageRecords(file)
  const both = [1, 2].map(() => openTestDatabase(file, { worker: databaseWorkerUrl }))
  const reports = await Promise.all(both.map((database) => database.opened()))
  expect(reports.filter(({ rebuilt }) => rebuilt !== null)).toHaveLength(1)
  const [first, second] = await Promise.all(both.map((database) => findAssetIds(database)))
  expect(first!.length).toBeGreaterThan(300)
  expect(second).toEqual(first)
  await Promise.all(both.map((database) => database.dispose()))
})

test('a rebuild for which the disk has no room loses nothing, and is done at the next start', async () => {
  const disk = mountSmallDisk(16)
  try {
    const onDisk = join(disk.path, 'atelier.db')
    const records = fill(2_000)
    await damageRecords(file)
    await copyFile(file, onDisk)
    disk.fill(65_536)
    const full = openTestDatabase(onDisk, { worker: databaseWorkerUrl })
    await expect(full.opened()).rejects.toMatchObject({ code: 'storage/full' })
    await full.dispose()
    disk.free()
    const database = openTestDatabase(onDisk, { worker: databaseWorkerUrl })
    expect((await database.opened()).rebuilt?.salvaged).toBeGreaterThan(1_000)
    const ids = new Set(records.map(({ id }) => id))
    expect((await findAssetIds(database)).filter((id) => !ids.has(id))).toEqual([])
    await database.dispose()
  } finally {
    disk.unmount()
  }
})

function rememberExports(ids: readonly AssetId[]): void {
  const db = new DatabaseSync(file)
  const insert = db.prepare('INSERT INTO remembered_exports (asset_id, export) VALUES (?, ?)')
  for (const id of ids) insert.run(id, '{}')
  db.close()
}

/** What people made themselves, and cannot be made again. */
function writeReferenceAndVote(imageIds: readonly AssetId[]): void {
  const db = new DatabaseSync(file)
  const texts = { note: '', description: '', rights: '' }
  const times = { createdAtMs: 1, changedAtMs: 1 }
  const reference = { id: newId<NamedReferenceId>(), name: 'anna', key: 'anna', kind: 'person' } as const
  allOperations['references.save'].run(db, { record: { ...reference, ...texts, ...times, imageIds: [...imageIds] } })
  const [winnerId, loserId] = [imageIds[0]!, imageIds[1]!]
  const maker = { provider: 'openai', model: 'gpt-image-2' }
  const vote = { voteId: '1', atMs: 1, winnerId, loserId, isTie: false, winner: maker, loser: maker, tags: [] }
  allOperations['votes.add'].run(db, [vote])
  db.close()
}

test('reports damage found after opening, and rebuilds at the next start', async () => {
  fill(2_000)
  const db = new DatabaseSync(file)
  const page = Number(db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'assets_sha256'`).get()?.['rootpage'])
  db.close()
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(4_096, 0xff), 0, 4_096, (page - 1) * 4_096)
  await handle.close()
  const first = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect((await first.opened()).rebuilt).toBeNull()
  await expect(first.call('assets.findByContent', { sha256: 'f'.repeat(64) })).rejects.toMatchObject({
    code: 'storage/corrupt',
  })
  await first.dispose()
  const second = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect((await second.opened()).rebuilt?.salvaged).toBe(2_000)
  expect(await second.call('assets.findByContent', { sha256: 'f'.repeat(64) })).toBeNull()
  await second.dispose()
  const third = openTestDatabase(file, { worker: databaseWorkerUrl })
  expect((await third.opened()).rebuilt).toBeNull()
  await third.dispose()
})

test('calls fail clearly when the worker exits, and the next call works', async () => {
  const workers: Worker[] = []
  const logger = createRecordingLogger()
  const start = (options: object) => {
    const worker = new Worker(databaseWorkerUrl, options)
    workers.push(worker)
    return worker
  }
  const database = createDatabase({ file, logger, start })
  const record = buildAsset()
  await database.call('assets.add', { record })
  const pending = Array.from({ length: 3_000 }, () => findAssetIds(database))
  const ended = Promise.allSettled(pending)
  await workers[0]!.terminate()
  const failures = (await ended).filter((call) => call.status === 'rejected').map(({ reason }): unknown => reason)
  expect(failures.length).toBeGreaterThan(0)
  for (const failure of failures) expect(failure).toMatchObject({ message: expect.stringContaining('was restarted') })
  expect(await findAssetIds(database)).toEqual([record.id])
  expect(workers).toHaveLength(2)
  expect(logger.entries.map(({ event }) => event)).toContain('database.worker-exited')
  await database.dispose()
})

test('logs a slow statement by name', async () => {
  const logger = createRecordingLogger()
  const database = openTestDatabase(file, { logger, worker: databaseWorkerUrl })
  const record = buildAsset()
  await database.call('assets.add', { record })
  const { id } = await database.call('documents.open', {
    id: newId<DocumentId>(),
    baseId: record.id,
    edge: { growPx: 0, featherPx: 0 },
    openedAtMs: 1,
  })
  const deflated = new Uint8Array(60_000)
  const tiles = Array.from({ length: 512 }, (_, n) => ({ surfaceId: 'mask-1', row: n >> 6, column: n & 63, deflated }))
  const { state } = await database.call('documents.load', { id })
  await database.call('documents.save', { id, baseId: record.id, state, tiles, isWhole: false })
  expect(logger.entries).toContainEqual({
    level: 'warn',
    event: 'database.slow',
    detail: { name: 'documents.save', tookMs: expect.any(Number) },
  })
  await database.dispose()
})
