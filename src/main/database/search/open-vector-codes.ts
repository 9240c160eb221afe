import type { DatabaseSync } from 'node:sqlite'
import { allRows, oneRow, statement } from '../queries/statement.ts'
import { noteWrites } from './note-writes.ts'
import { createVectorCodes, type VectorCodes } from './vector-codes.ts'

interface Held {
  readonly model: string
  readonly codes: VectorCodes
  /** SQLite's `data_version` when they were read: a different one means another connection has written. */
  readonly version: number
}

/** The last model that was searched with; a second one takes its place. */
const held = new WeakMap<DatabaseSync, Held>()
/** IDs of images whose vectors this connection has written or deleted since. */
const changed = new WeakMap<DatabaseSync, Set<string>>()
/** Taken evenly from all vectors, for their means and deviations. */
const sampleSize = 4_000

/**
 * Returns the codes of a model's vectors by image number, as of the database's current state. The first call reads all
 * vectors. The search columns must be open, which gives each image its number.
 */
export function openVectorCodes(db: DatabaseSync, model: string, dimensions: number): VectorCodes {
  const version = Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])
  const known = held.get(db)
  const ids = noteChanges(db)
  if (known?.model === model && known.codes.dimensions === dimensions && known.version === version) {
    if (ids.size > 0) applyChanges(db, known, ids)
    return known.codes
  }
  ids.clear()
  const codes = loadCodes(db, model, dimensions)
  held.set(db, { model, codes, version })
  return codes
}

function noteChanges(db: DatabaseSync): Set<string> {
  const known = changed.get(db)
  if (known !== undefined) return known
  const ids = new Set<string>()
  changed.set(db, ids)
  noteWrites(db, 'asset_vectors', 'asset_id', (id) => ids.add(String(id)))
  return ids
}

const numbered = 'asset_vectors JOIN asset_index USING (asset_id)'

function loadCodes(db: DatabaseSync, model: string, dimensions: number): VectorCodes {
  const count = Number(oneRow(db, 'SELECT count(*) AS n FROM asset_vectors WHERE model = ?', model)?.['n'])
  const step = Math.max(1, Math.floor(count / sampleSize))
  const sampleSql = `SELECT vector FROM asset_index CROSS JOIN asset_vectors USING (asset_id) WHERE number % ? = 0 AND model = ?`
  const sample = allRows(db, sampleSql, step, model).map(({ vector }) => toSigned(vector))
  const codes = createVectorCodes(
    dimensions,
    sample.filter((each) => each.length === dimensions),
  )
  for (const { number, vector } of statement(db, `SELECT number, vector FROM ${numbered} WHERE model = ?`).iterate(
    model,
  )) {
    put(codes, Number(number), vector)
  }
  return codes
}

/** An image that is gone keeps its code: the search columns leave it out. */
function applyChanges(db: DatabaseSync, { model, codes }: Held, ids: Set<string>): void {
  const sql = `SELECT number, vector FROM asset_index LEFT JOIN asset_vectors
    ON asset_vectors.asset_id = asset_index.asset_id AND model = ?
    WHERE asset_index.asset_id IN (SELECT value FROM json_each(?))`
  for (const { number, vector } of allRows(db, sql, model, JSON.stringify([...ids]))) put(codes, Number(number), vector)
  ids.clear()
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
