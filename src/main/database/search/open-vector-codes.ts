import type { DatabaseSync } from 'node:sqlite'
import { allRows, oneRow } from '../queries/statement.ts'
import { noteWrites } from './note-writes.ts'
import { openColumns } from './open-columns.ts'
import { createVectorCodes, type VectorCodes } from './vector-codes.ts'

interface Held {
  readonly model: string
  readonly codes: VectorCodes
  /** SQLite's `data_version` when the first was read: a different one means another connection has written. */
  readonly version: number
  /** IDs of images whose vectors this connection has written or deleted since. */
  readonly changed: Set<string>
  /** All vectors up to this ID have been read; null = all. */
  readTo: string | null
}

interface OfDatabase {
  /** The last model that was searched with; a second one takes its place. */
  held: Held | null
  /** By model: what is being read. */
  readonly loads: Map<string, Held>
}

const databases = new WeakMap<DatabaseSync, OfDatabase>()
/** Taken evenly from all vectors, for their means and deviations. */
const sampleSize = 4_000
/** Other calls wait so long at most, apart from the sample. */
const sliceMs = 20
const pageSize = 500

/** Returns the codes of a model's vectors by image number, as of the database's current state, and reads what is missing. */
export function openVectorCodes(db: DatabaseSync, model: string, dimensions: number): VectorCodes {
  for (;;) {
    const held = findCurrent(db, model, dimensions)
    if (held !== null) {
      if (held.changed.size > 0) applyChanges(db, held)
      return held.codes
    }
    stepVectorCodes(db, model, dimensions)
  }
}

/**
 * Continues to read the vectors of a model for a few milliseconds, so that other calls are served between: the first
 * search after a start needs all of them. Returns whether they have been read.
 */
export function stepVectorCodes(db: DatabaseSync, model: string, dimensions: number): boolean {
  if (findCurrent(db, model, dimensions) !== null) return true
  // Gives each image its number.
  openColumns(db)
  const memory = ofDatabase(db)
  const known = memory.loads.get(model)
  const load = known?.codes.dimensions === dimensions ? known : startLoad(db, model, dimensions)
  memory.loads.set(model, load)
  const endMs = performance.now() + sliceMs
  do readPage(db, load)
  while (load.readTo !== null && performance.now() < endMs)
  if (load.readTo !== null) return false
  memory.loads.delete(model)
  memory.held = load
  return true
}

/** null also where another connection has written since. */
function findCurrent(db: DatabaseSync, model: string, dimensions: number): Held | null {
  const { held } = ofDatabase(db)
  const isCurrent = held?.model === model && held.codes.dimensions === dimensions && held.version === versionOf(db)
  return isCurrent ? held : null
}

function versionOf(db: DatabaseSync): number {
  return Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])
}

function ofDatabase(db: DatabaseSync): OfDatabase {
  const known = databases.get(db)
  if (known !== undefined) return known
  const memory: OfDatabase = { held: null, loads: new Map() }
  databases.set(db, memory)
  noteWrites(db, 'asset_vectors', 'asset_id', (id) => {
    memory.held?.changed.add(String(id))
    for (const { changed } of memory.loads.values()) changed.add(String(id))
  })
  return memory
}

function startLoad(db: DatabaseSync, model: string, dimensions: number): Held {
  const version = versionOf(db)
  const count = Number(oneRow(db, 'SELECT count(*) AS n FROM asset_vectors WHERE model = ?', model)?.['n'])
  const step = Math.max(1, Math.floor(count / sampleSize))
  const sql = `SELECT vector FROM asset_index CROSS JOIN asset_vectors USING (asset_id) WHERE number % ? = 0 AND model = ?`
  const sample = allRows(db, sql, step, model).map(({ vector }) => toSigned(vector))
  const codes = createVectorCodes(
    dimensions,
    sample.filter((each) => each.length === dimensions),
  )
  return { model, codes, version, changed: new Set(), readTo: '' }
}

function readPage(db: DatabaseSync, load: Held): void {
  const sql = `SELECT asset_id, number, vector FROM asset_vectors CROSS JOIN asset_index USING (asset_id)
    WHERE model = ? AND asset_id > ? ORDER BY asset_id LIMIT ${pageSize}`
  const rows = allRows(db, sql, load.model, load.readTo)
  for (const { number, vector } of rows) put(load.codes, Number(number), vector)
  load.readTo = rows.length < pageSize ? null : String(rows.at(-1)?.['asset_id'])
}

/** An image that is gone keeps its code: the search columns leave it out. */
function applyChanges(db: DatabaseSync, { model, codes, changed }: Held): void {
  const sql = `SELECT number, vector FROM asset_index LEFT JOIN asset_vectors
    ON asset_vectors.asset_id = asset_index.asset_id AND model = ?
    WHERE asset_index.asset_id IN (SELECT value FROM json_each(?))`
  const ids = JSON.stringify([...changed])
  for (const { number, vector } of allRows(db, sql, model, ids)) put(codes, Number(number), vector)
  changed.clear()
}

function put(codes: VectorCodes, number: number, packed: unknown): void {
  const vector = toSigned(packed)
  if (vector.length === codes.dimensions) codes.put(number, vector)
  else codes.drop(number)
}

/** Returns the values of a stored vector; none for NULL. */
export function toSigned(packed: unknown): Int8Array {
  if (!(packed instanceof Uint8Array)) return new Int8Array(0)
  return new Int8Array(packed.buffer, packed.byteOffset, packed.length)
}
