/**
 * Benchmarks library data beyond files: annotating 100,000 images at once, a family of 2,000, duplicates among 100,000.
 * Prints a table, or writes its rows to the given path. Runs on Electron's Node.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { refreshSearch } from '../../src/main/database/search/refresh-search.ts'
import { openDatabase } from '../../src/main/database/worker/open-database.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import { groupNearHashes } from '../../src/main/assets/search/group-near-hashes.ts'
import { readHashes } from '../../src/main/assets/search/packed-hashes.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { buildAsset } from '../../test/support/build-asset.ts'
import { createChance } from '../../test/support/chance.ts'
import { openFilledLedger } from '../../test/support/filled-ledger.ts'
import { rowOf, type Row } from '../report/row.ts'
import { toTable } from '../report/table.ts'

const images = 100_000
const relatives = 2_000

function timed(work: () => unknown): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

/** Writes as the worker does: the search index is updated in the same transaction. */
function write(db: DatabaseSync, work: () => unknown): void {
  inTransaction(db, () => {
    work()
    refreshSearch(db)
  })
}

function fill(db: DatabaseSync): AssetId[] {
  const records = Array.from({ length: images }, (_, n) => buildAsset({ createdAtMs: n }))
  write(db, () => {
    for (const record of records) allOperations['assets.add'].run(db, { record })
  })
  return records.map(({ id }) => id)
}

function measureMarks(db: DatabaseSync, ids: readonly AssetId[]): Row[] {
  const mark = allOperations['marks.change']
  let former: ReturnType<typeof mark.run>['former'] = []
  const stars = timed(() => write(db, () => (former = mark.run(db, { ids, change: { rating: 5 } }).former)))
  const undo = timed(() => write(db, () => allOperations['marks.restore'].run(db, { former })))
  const tag = timed(() => write(db, () => mark.run(db, { ids, change: { addTags: ['kite'] } })))
  return [
    rowOf('five stars for 100,000 images', stars, 'ms', 3_000),
    rowOf('taken back', undo, 'ms', 3_000),
    rowOf('a tag for 100,000 images', tag, 'ms', 6_000),
  ]
}

/** A chain with a fan at its end, like a photo edited at length. */
function measureFamily(db: DatabaseSync): Row[] {
  let parentId: AssetId | null = null
  const ids: AssetId[] = []
  write(db, () => {
    for (let n = 0; n < relatives; n++) {
      const record = buildAsset({ parentId, createdAtMs: n })
      allOperations['assets.add'].run(db, { record })
      ids.push(record.id)
      if (n < relatives / 2) parentId = record.id
    }
  })
  const family = () => allOperations['lineage.of'].run(db, { id: ids[10]!, most: relatives })
  family()
  return [rowOf('the family of 2,000 of an image', timed(family), 'ms', 100)]
}

/** Every tenth is nearly the same as the previous one. */
function manyHashes(count: number): string[] {
  const next = createChance(9)
  let last = 0n
  return Array.from({ length: count }, (_, n) => {
    const other = (BigInt(next(2 ** 32)) << 32n) | BigInt(next(2 ** 32))
    last = n % 10 === 9 ? last ^ (1n << BigInt(next(64))) ^ (1n << BigInt(next(64))) : other
    return last.toString(16).padStart(16, '0')
  })
}

function measureDuplicates(db: DatabaseSync, ids: readonly AssetId[]): Row[] {
  const hashes = manyHashes(ids.length)
  const fingerprints = ids.map((id, n) => ({ id, phash: hashes[n]!, colors: [] }))
  inTransaction(db, () => allOperations['looks.set'].run(db, { looks: fingerprints }))
  const load = () => allOperations['looks.hashes'].run(db, null)
  const loadMs = timed(load)
  const packed = readHashes(load().hashes)
  const group = (maxDistance: number) => {
    const work = groupNearHashes(packed, maxDistance)
    while (work.next().done !== true);
  }
  return [
    rowOf('hashes of 100,000 images read', loadMs, 'ms', 500),
    rowOf(
      'duplicates among 100,000, exactly alike',
      timed(() => group(0)),
      'ms',
      500,
    ),
    rowOf(
      'duplicates among 100,000, up to 4 bits apart',
      timed(() => group(4)),
      'ms',
      1_000,
    ),
    rowOf(
      'duplicates among 100,000, up to 8 bits apart',
      timed(() => group(8)),
      'ms',
      3_000,
    ),
    rowOf(
      'duplicates among 100,000, up to 16 bits apart',
      timed(() => group(16)),
      'ms',
      null,
    ),
  ]
}

/** Best of five, CPU time: excludes other processes. */
function fastestMs(work: () => unknown): number {
  const runs = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.min(...runs)
}

function measureLedger(): Row[] {
  const db = openFilledLedger()
  const whole = { sinceDay: null, untilDay: null }
  const { 'ledger.list': list, 'ledger.spend': spend } = allOperations
  const queries: [string, () => unknown][] = [
    ['a page', () => list.run(db, { ...whole, limit: 101 })],
    ['a page far back', () => list.run(db, { ...whole, limit: 101, before: 200 })],
    ['a filter nothing fits', () => list.run(db, { ...whole, limit: 101, provider: 'nobody', billed: 'no' })],
    ['spend by day', () => spend.run(db, { ...whole, by: 'day' })],
    ['spend by service', () => spend.run(db, { ...whole, by: 'provider' })],
    ['spend by model', () => spend.run(db, { ...whole, by: 'model' })],
  ]
  const rows = queries.map(([what, work]) => rowOf(`ledger of 100,000: ${what}`, fastestMs(work), 'ms', 50))
  db.close()
  return rows
}

async function main(rowsPath: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-family-'))
  try {
    const { db } = openDatabase(join(folder, 'library.sqlite'), allMigrations)
    const ids = fill(db)
    const rows = [...measureMarks(db, ids), ...measureFamily(db), ...measureDuplicates(db, ids), ...measureLedger()]
    db.close()
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2])
