/**
 * Benchmarks searching libraries of a thousand to a million images, in the database alone: the duration of a call in
 * the worker. Prints a table, or writes its rows to the given path. Runs on Electron's Node.
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
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { fillLibrary } from './fill-library.ts'

const sizes = [1_000, 10_000, 100_000, 1_000_000]
const rounds = 5
const searchMostMs = 50
const facetsMostMs = 100

const whole = {
  section: 'library',
  collectionId: null,
  query: '',
  nowMs: Date.UTC(2026, 10, 20),
  covering: null,
} as const
const newest = { sort: 'newest', isStacked: false, withShapes: false } as const

function timed(work: () => unknown): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

const medianOf = (work: () => unknown) => median(Array.from({ length: rounds }, () => timed(work)))

async function measureSize(folder: string, count: number): Promise<Row[]> {
  const file = join(folder, `${count}.sqlite`)
  fill(file, count)
  const opened = () => openDatabase(file, allMigrations).db
  const first = opened()
  const first0 = timed(() => allOperations['search.find'].run(first, { ...whole, ...newest }))
  const columnsMs = timed(() => allOperations['search.facets'].run(first, whole))
  const rows = measureOpen(first, count)
  first.close()
  await rm(file)
  const name = count.toLocaleString('en-GB')
  return [
    pointOf(count, 'first answer after a start, all newest first', first0, count > 100_000 ? null : 100),
    rowOf(`${name}: first facets after a start`, columnsMs, 'ms', null),
    ...rows,
  ]
}

function fill(file: string, count: number): void {
  const { db } = openDatabase(file, allMigrations)
  fillLibrary(db, count)
  const tookMs = timed(() => inTransaction(db, () => refreshSearch(db)))
  console.error(`${count} images: made findable in ${(tookMs / 1_000).toFixed(1)} s`)
  db.exec('ANALYZE')
  db.close()
}

function measureOpen(db: DatabaseSync, count: number): Row[] {
  const name = count.toLocaleString('en-GB')
  const find = (query: string, more = {}) =>
    medianOf(() => allOperations['search.find'].run(db, { ...whole, ...newest, query, ...more }))
  const facets = (query: string) => medianOf(() => allOperations['search.facets'].run(db, { ...whole, query }))
  const plain = medianOf(() => db.prepare('SELECT id FROM assets WHERE trashed_at_ms IS NULL AND is_purging = 0').all())
  const mark = markRow(db, count)
  return [
    {
      ...pointOf(count, 'all, newest first', find(''), 1),
      baseline: { what: 'SELECT of the same ids, a row each', value: plain },
    },
    rowOf(`${name}: all, by name`, find('', { sort: 'name' }), 'ms', null),
    rowOf(`${name}: all in stacks`, find('', { isStacked: true }), 'ms', null),
    pointOf(count, 'a word', find('heron'), searchMostMs),
    pointOf(count, 'a word and fields', find('heron provider:openai,bfl rating:>2'), searchMostMs),
    rowOf(`${name}: fields`, find('provider:openai rating:>2'), 'ms', searchMostMs),
    rowOf(`${name}: a tag`, find('tag:print'), 'ms', searchMostMs),
    pointOf(count, 'facets of all', facets(''), facetsMostMs),
    rowOf(`${name}: facets of a word and fields`, facets('heron provider:openai'), 'ms', facetsMostMs),
    mark,
  ]
}

/** A row that is drawn over the number of images. */
function pointOf(count: number, curve: string, tookMs: number, mostMs: number | null): Row {
  return {
    ...rowOf(`${count.toLocaleString('en-GB')}: ${curve}`, tookMs, 'ms', mostMs),
    growth: { curve, size: count },
  }
}

/** Annotates a thousand images and rereads their columns. */
function markRow(db: DatabaseSync, count: number): Row {
  const { order } = allOperations['search.find'].run(db, { ...whole, ...newest })
  const ids = (order.match(/.{26}/g) ?? []).slice(0, 1_000) as AssetId[]
  let rating = 0
  const tookMs = medianOf(() => {
    rating = (rating + 1) % 6
    inTransaction(db, () => {
      allOperations['marks.change'].run(db, { ids, change: { rating } })
      refreshSearch(db)
    })
    allOperations['search.facets'].run(db, { ...whole, query: 'rating:5' })
  })
  return pointOf(count, 'mark up to 1,000 and count again', tookMs, 300)
}

async function main(rowsPath: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-library-'))
  try {
    const rows: Row[] = []
    for (const count of sizes) rows.push(...(await measureSize(folder, count)))
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2])
