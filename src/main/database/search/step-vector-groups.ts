import type { DatabaseSync } from 'node:sqlite'
import { idLength } from '../../../shared/domain/packed-ids.ts'
import { allRows, oneRow } from '../queries/statement.ts'
import { compareIds, packFoundIds } from './columns.ts'
import { groupNearVectors } from './group-near-vectors.ts'
import { found, matchScope } from './match-scope.ts'
import { openColumns } from './open-columns.ts'
import { openVectorCodes, stepVectorCodes, toSigned } from './open-vector-codes.ts'
import type { SearchInput } from './search-input.ts'
import { createVectorCodes } from './vector-codes.ts'

export interface VectorGroupsInput {
  /** Names the run, which continues with each call. */
  readonly run: string
  readonly model: string
  /** Cosine from which two vectors are near: 1 is the same direction. */
  readonly minLikeness: number
  readonly scope: SearchInput
}

interface Run {
  readonly work: Generator<void, number[][]>
  /** Image numbers, ascending, and their packed IDs at the beginning: a number may be given to another image later. */
  readonly numbers: Int32Array
  readonly ids: string
}

/** Other calls wait so long at most, apart from the first step of a run, which may open the search columns. */
const sliceMs = 20
const runs = new WeakMap<DatabaseSync, Map<string, Run>>()

/**
 * Continues to group the near vectors of a model for a few milliseconds, so that other calls are served between. Returns
 * the packed IDs of each group, oldest first, when it is done; null before. The groups have images that were there both
 * at the beginning and at the end.
 */
export function stepVectorGroups(db: DatabaseSync, input: VectorGroupsInput): string[] | null {
  const ofDatabase = runsOf(db)
  const run = ofDatabase.get(input.run) ?? startRun(db, input)
  if (run === null) return null
  ofDatabase.set(input.run, run)
  const endMs = performance.now() + sliceMs
  let step = run.work.next()
  while (!step.done && performance.now() < endMs) step = run.work.next()
  if (!step.done) return null
  ofDatabase.delete(input.run)
  return packGroups(db, input, run, step.value)
}

/** Forgets a run that nobody waits for. */
export function dropVectorGroups(db: DatabaseSync, run: string): void {
  runsOf(db).delete(run)
}

function runsOf(db: DatabaseSync): Map<string, Run> {
  const known = runs.get(db) ?? new Map<string, Run>()
  runs.set(db, known)
  return known
}

/** null = the model's vectors are still being read. */
function startRun(db: DatabaseSync, { model, minLikeness, scope }: VectorGroupsInput): Run | null {
  const dimensions = dimensionsOf(db, model)
  if (dimensions > 0 && !stepVectorCodes(db, model, dimensions)) return null
  const load = (numbers: readonly number[]) => loadVectors(db, model, numbers)
  const memory = openColumns(db)
  const { states } = matchScope(db, memory, scope)
  // Empty where the model has no vectors: the codes of another model stay in memory.
  const codes = dimensions === 0 ? createVectorCodes(0, []) : openVectorCodes(db, model, dimensions)
  const signs = codes.signs((number) => states[number] === found)
  const ids = packFoundIds(memory.columns, signs.numbers)
  return { work: groupNearVectors({ signs, minLikeness, load }), numbers: signs.numbers, ids }
}

/** 0 = the model has no vectors. */
function dimensionsOf(db: DatabaseSync, model: string): number {
  const any = oneRow(db, 'SELECT length(vector) AS dimensions FROM asset_vectors WHERE model = ? LIMIT 1', model)
  return Number(any?.['dimensions'] ?? 0)
}

function loadVectors(db: DatabaseSync, model: string, numbers: readonly number[]): Map<number, Int8Array> {
  const sql = `SELECT number, vector FROM json_each(?) AS wanted
    CROSS JOIN asset_index ON number = wanted.value CROSS JOIN asset_vectors USING (asset_id) WHERE model = ?`
  const rows = allRows(db, sql, JSON.stringify(numbers), model)
  return new Map(rows.map(({ number, vector }) => [Number(number), toSigned(vector)]))
}

function packGroups(db: DatabaseSync, { scope }: VectorGroupsInput, run: Run, groups: number[][]): string[] {
  const memory = openColumns(db)
  const { columns } = memory
  const { states } = matchScope(db, memory, scope)
  const places = new Int32Array(columns.size)
  for (const [place, number] of run.numbers.entries()) places[number] = place
  const isSame = (number: number) =>
    run.ids.startsWith(packFoundIds(columns, Int32Array.of(number)), places[number]! * idLength)
  return groups
    .map((group) => group.filter((number) => states[number] === found && isSame(number)))
    .filter((group) => group.length > 1)
    .map((group) => {
      const oldestFirst = group.toSorted(
        (one, other) => columns.createdAtMs[one]! - columns.createdAtMs[other]! || compareIds(columns, one, other),
      )
      return packFoundIds(columns, Int32Array.from(oldestFirst))
    })
}
