import type { DatabaseSync } from 'node:sqlite'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { imageColors } from '../../../../shared/domain/searched-values.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { found, matchScope } from '../../search/match-scope.ts'
import { openColumns } from '../../search/open-columns.ts'
import { openVectorCodes, stepVectorCodes, toSigned } from '../../search/open-vector-codes.ts'
import type { SearchInput } from '../../search/search-input.ts'
import { dropVectorGroups, stepVectorGroups, type VectorGroupsInput } from '../../search/step-vector-groups.ts'
import { storedColor } from './fingerprints.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

interface NewVectors {
  readonly model: string
  readonly vectors: readonly { readonly id: AssetId; readonly vector: Float32Array }[]
}

/** Image vectors computed by models. */
export const vectors = {
  /** Images that no longer exist are skipped. */
  'vectors.put': write((db, input: NewVectors): void => {
    const sql = `INSERT INTO asset_vectors (asset_id, model, vector) SELECT id, ?, ? FROM assets WHERE id = ?
      ON CONFLICT (model, asset_id) DO UPDATE SET vector = excluded.vector`
    for (const { id, vector } of input.vectors) change(db, sql, input.model, packVector(vector), id)
  }),

  /** Images without a vector of the model, newest first. `before`: only those whose ID is smaller; null = from the newest. */
  'vectors.pending': read((db, input: { model: string; before: AssetId | null; limit: number }): AssetId[] =>
    allRows(
      db,
      `SELECT id FROM assets WHERE id < ? AND ${embeddable}
       AND NOT EXISTS (SELECT 1 FROM asset_vectors WHERE model = ? AND asset_id = assets.id) ORDER BY id DESC LIMIT ?`,
      input.before ?? afterAnyId,
      input.model,
      input.limit,
    ).map((row) => row['id'] as AssetId),
  ),

  /** How many images have a vector of the model, and how many could. */
  'vectors.counts': read((db, { model }: { model: string }): { embedded: number; total: number } => {
    const row = oneRow(
      db,
      `SELECT count(*) AS total, count(vector) AS embedded FROM assets
       LEFT JOIN asset_vectors ON asset_id = id AND model = ? WHERE ${embeddable}`,
      model,
    )
    return { embedded: Number(row?.['embedded']), total: Number(row?.['total']) }
  }),

  /** null = the image has no vector of the model. */
  'vectors.find': read((db, input: { model: string; id: AssetId }): Float32Array<ArrayBuffer> | null => {
    const sql = 'SELECT vector FROM asset_vectors WHERE model = ? AND asset_id = ?'
    const packed = oneRow(db, sql, input.model, input.id)?.['vector']
    return packed instanceof Uint8Array ? Float32Array.from(new Int8Array(packed)) : null
  }),

  /** Images that have a vector of the model and are in the library, by ID, and their main colors. */
  'vectors.ids': read((db, { model }: { model: string }): ColoredIds => {
    const sql = `SELECT group_concat(id, '') AS ids, group_concat(first, ',') AS colors FROM (
      SELECT id, substr(colour, 1, instr(colour || ',', ',') - 1) AS first FROM (
        SELECT id, coalesce(colour, '') AS colour FROM asset_vectors JOIN assets ON id = asset_vectors.asset_id
        LEFT JOIN asset_looks ON asset_looks.asset_id = id WHERE model = ? AND ${embeddable} ORDER BY id))`
    const row = oneRow(db, sql, model)
    if (typeof row?.['ids'] !== 'string') return { ids: '', colors: new Uint8Array() }
    return { ids: row['ids'], colors: Uint8Array.from(String(row['colors']).split(','), colorIndex) }
  }),

  /** Vectors of images as they are stored, one after the other, in the order of `ids`; images without one are left out. */
  'vectors.load': read((db, input: { model: string; ids: readonly AssetId[] }): LoadedVectors => {
    const sql = `SELECT asset_id, vector FROM json_each(?) AS wanted
      CROSS JOIN asset_vectors ON asset_id = wanted.value WHERE model = ?`
    const rows = allRows(db, sql, JSON.stringify(input.ids), input.model)
    return { ids: rows.map((row) => row['asset_id']).join(''), vectors: joinVectors(rows.map((row) => row['vector'])) }
  }),

  /** Repeated until it returns true before `nearest`, which would otherwise read all vectors at once. */
  'vectors.stepCodes': read((db, input: { model: string; dimensions: number }): boolean =>
    stepVectorCodes(db, input.model, input.dimensions),
  ),

  'vectors.nearest': read((db, input: NearestInput): Near[] => nearestVectors(db, input)),

  /** Repeated until it returns groups, or dropped. */
  'vectors.stepGroups': read((db, input: VectorGroupsInput): string[] | null => stepVectorGroups(db, input)),
  'vectors.dropGroups': read((db, { run }: { run: string }): void => dropVectorGroups(db, run)),
}

interface ColoredIds {
  /** Packed. */
  readonly ids: string
  /** Of each, the index in `imageColors`; 255 = not known. */
  readonly colors: Uint8Array<ArrayBuffer>
}

const storedColors = imageColors.map(storedColor)

function colorIndex(stored: string): number {
  const index = storedColors.indexOf(stored)
  return index < 0 ? 255 : index
}

interface LoadedVectors {
  /** Packed. */
  readonly ids: string
  /** The same number of values for each. */
  readonly vectors: Int8Array<ArrayBuffer>
}

function joinVectors(packed: readonly unknown[]): Int8Array<ArrayBuffer> {
  const each = packed.map(toSigned)
  const joined = new Int8Array(each.reduce((sum, vector) => sum + vector.length, 0))
  let at = 0
  for (const vector of each) {
    joined.set(vector, at)
    at += vector.length
  }
  return joined
}

const embeddable = 'trashed_at_ms IS NULL AND is_purging = 0 AND is_missing = 0'
/** IDs begin with a digit or a capital letter. */
const afterAnyId = '~'

interface NearestInput {
  readonly model: string
  readonly vector: Float32Array
  readonly scope: SearchInput
  readonly limit: number
}

interface Near {
  readonly id: AssetId
  /** Cosine of the angle between them: 1 is the same direction. */
  readonly likeness: number
}

/** Keeps the direction only, scaled to a maximum of 127. @throws request/invalid where it has none */
function packVector(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!(largest > 0 && largest < Infinity)) throw new AppError('request/invalid', 'A vector needs a direction.')
  const packed = Int8Array.from(vector, (value) => Math.round((127 * value) / largest))
  return new Uint8Array(packed.buffer)
}

/** So many are compared exactly, so that the nearest are among them: at least, per requested image, and of all images. */
const preselectedMin = 2_000
const preselectedPerRequested = 4
const preselectedShare = 0.004

/** Compares every vector of the model by its code, and the most promising exactly. Nearest first. */
function nearestVectors(db: DatabaseSync, { model, vector, scope, limit }: NearestInput): Near[] {
  const { states } = matchScope(db, openColumns(db), scope)
  const wanted = toSigned(packVector(vector))
  const codes = openVectorCodes(db, model, wanted.length)
  const count = Math.max(preselectedMin, preselectedPerRequested * limit, preselectedShare * states.length)
  const numbers = codes.preselect(wanted, count, (number) => states[number] === found)
  const sql = `SELECT asset_id, vector FROM json_each(?) AS preselected
    CROSS JOIN asset_index ON number = preselected.value CROSS JOIN asset_vectors USING (asset_id) WHERE model = ?`
  const near = allRows(db, sql, JSON.stringify(numbers), model).map(({ asset_id: id, vector: packed }): Near => {
    return { id: id as AssetId, likeness: cosine(wanted, toSigned(packed)) }
  })
  return near.toSorted((one, other) => other.likeness - one.likeness).slice(0, limit)
}

function cosine(first: Int8Array, second: Int8Array): number {
  let dot = 0
  let ownSquares = 0
  let otherSquares = 0
  for (let at = 0; at < first.length; at++) {
    const [a, b] = [first[at]!, second[at]!]
    dot += a * b
    ownSquares += a * a
    otherSquares += b * b
  }
  return dot / Math.sqrt(ownSquares * otherSquares)
}
