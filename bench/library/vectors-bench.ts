/**
 * Benchmarks search by meaning over a hundred thousand and a million vectors, in the database alone, against comparing
 * every vector: the duration of a call, and how many of the 20 nearest it finds; and grouping a hundred thousand. Prints
 * a table, or writes its rows to the given path. Runs on Electron's Node.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { contentLikeness } from '../../src/shared/domain/content-likeness.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { refreshSearch } from '../../src/main/database/search/refresh-search.ts'
import { openDatabase } from '../../src/main/database/worker/open-database.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { fillLibrary } from './fill-library.ts'
import { createVectorSource, dimensions, timed } from './vector-source.ts'

const sizes = [
  { count: 100_000, mostMs: 50 },
  { count: 1_000_000, mostMs: 300 },
] as const
const queries = 8
const wantedCount = 20
const goodRecall = 0.98
const groupedCount = 100_000
const model = 'bench'
const scope = { section: 'library', collectionId: null, query: '', nowMs: 0, covering: null } as const

/** Duplicates by content with the default similarity: all slices together, and the longest after the first. */
function measureGroups(db: DatabaseSync, name: string): Row[] {
  const step = () =>
    allOperations['vectors.stepGroups'].run(db, { run: name, model, minLikeness: contentLikeness.default, scope })
  const slicesMs: number[] = []
  for (;;) {
    const { ms, result } = timed(step)
    slicesMs.push(ms)
    if (result === null) continue
    return [
      rowOf(`${name}: duplicates by content`, sum(slicesMs), 'ms', null),
      rowOf(`${name}: duplicates by content, longest slice`, Math.max(...slicesMs.slice(1)), 'ms', null),
    ]
  }
}

/** What the first search after a start needs, as main asks for it: the duration of each call. */
function readAllVectors(db: DatabaseSync): number[] {
  const slicesMs: number[] = []
  for (;;) {
    const { ms, result } = timed(() => allOperations['vectors.stepCodes'].run(db, { model, dimensions }))
    slicesMs.push(ms)
    if (result) return slicesMs
  }
}

/** Adds one vector per image. Written directly, as `vectors.put` packs them. */
function fillVectors(db: DatabaseSync, next: () => Float32Array): void {
  const insert = db.prepare('INSERT INTO asset_vectors (asset_id, model, vector) VALUES (?, ?, ?)')
  const ids = db.prepare('SELECT id FROM assets').all()
  inTransaction(db, () => {
    for (const { id } of ids) insert.run(String(id), model, pack(next()))
  })
}

function pack(vector: Float32Array): Uint8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return new Uint8Array(Int8Array.from(vector, (value) => Math.round((127 * value) / largest)).buffer)
}

/** The plain method: reads and compares every vector of the library's section. */
function compareAll(db: DatabaseSync, query: Float32Array): string[] {
  const sql = `SELECT asset_id, vector FROM asset_vectors JOIN assets ON id = asset_id
    WHERE model = ? AND trashed_at_ms IS NULL AND is_purging = 0`
  const near: { readonly id: string; readonly likeness: number }[] = []
  for (const { asset_id: id, vector } of db.prepare(sql).iterate(model)) {
    const packed = vector as Uint8Array
    const values = new Int8Array(packed.buffer, packed.byteOffset, packed.length)
    let [dot, squares] = [0, 0]
    for (let at = 0; at < values.length; at++) {
      dot += values[at]! * query[at]!
      squares += values[at]! * values[at]!
    }
    const likeness = dot / Math.sqrt(squares)
    if (near.length === wantedCount && likeness <= near.at(-1)!.likeness) continue
    near.push({ id: String(id), likeness })
    near.sort((one, other) => other.likeness - one.likeness)
    near.length = Math.min(near.length, wantedCount)
  }
  return near.map(({ id }) => id)
}

function measureSize(file: string, { count, mostMs }: (typeof sizes)[number]): Row[] {
  const { db } = openDatabase(file, allMigrations)
  const next = createVectorSource(count)
  fillLibrary(db, count)
  inTransaction(db, () => refreshSearch(db))
  fillVectors(db, next)
  const nearest = (vector: Float32Array) =>
    allOperations['vectors.nearest'].run(db, { model, vector, scope, limit: wantedCount })
  const slicesMs = readAllVectors(db)
  const first = timed(() => nearest(next()))
  const rounds = Array.from({ length: queries }, () => {
    const query = next()
    const ours = timed(() => nearest(query))
    const plain = timed(() => compareAll(db, query))
    const expected = new Set(plain.result)
    const recall = ours.result.filter(({ id }) => expected.has(id)).length / wantedCount
    return { oursMs: ours.ms, plainMs: plain.ms, recall }
  })
  const name = count.toLocaleString('en-GB')
  const grouped = count <= groupedCount ? measureGroups(db, name) : []
  db.close()
  const plainMs = median(rounds.map((round) => round.plainMs))
  return [
    rowOf(`${name}: first search by meaning after a start`, sum(slicesMs) + first.ms, 'ms', null),
    rowOf(`${name}: its longest slice, after the first`, Math.max(...slicesMs.slice(1)), 'ms', null),
    rowOf(`${name}: search by meaning`, median(rounds.map((round) => round.oursMs)), 'ms', mostMs),
    rowOf(`${name}: comparing every vector instead`, plainMs, 'ms', null),
    {
      ...rowOf(`${name}: of the ${wantedCount} nearest, found`, mean(rounds.map(({ recall }) => recall)), '', null),
      goal: { type: 'at least', limit: goodRecall },
    },
    ...grouped,
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

async function main(rowsPath: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-vectors-'))
  try {
    const rows = sizes.flatMap((size) => measureSize(join(folder, `${size.count}.sqlite`), size))
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2])
