import type { DatabaseSync } from 'node:sqlite'
import { allRows, oneRow, toText } from '../queries/statement.ts'
import { readNumbers } from './match-text.ts'
import { createNameTest } from './value-names.ts'

export interface CollectionQuery {
  readonly numbers: readonly Int32Array[]
  /** The queries of the smart collections among them. */
  readonly queries: readonly string[]
}

/** Returns the content of the collections, with everything nested in them. */
export function collectionMembers(db: DatabaseSync, ids: readonly string[]): CollectionQuery {
  const rows = allRows(
    db,
    `WITH RECURSIVE inside (id) AS (
       SELECT value FROM json_each(?) UNION SELECT c.id FROM collections AS c JOIN inside ON c.parent_id = inside.id
     )
     SELECT id, query FROM collections JOIN inside USING (id) WHERE removed_at_ms IS NULL`,
    JSON.stringify(ids),
  )
  const queries = rows.flatMap((row) => (row['query'] === null ? [] : [toText(row['query'])]))
  const manual = rows.filter((row) => row['query'] === null)
  return { numbers: manual.map((row) => numbersIn(db, String(row['id']))), queries }
}

function numbersIn(db: DatabaseSync, collectionId: string): Int32Array {
  const row = oneRow(
    db,
    `SELECT group_concat(number) AS numbers FROM collection_assets JOIN asset_index USING (asset_id) WHERE collection_id = ?`,
    collectionId,
  )
  return readNumbers(row?.['numbers'])
}

/** Returns collections by name or id. */
export function collectionsNamed(db: DatabaseSync, values: readonly string[]): string[] {
  const isNamed = createNameTest(values)
  return allRows(db, 'SELECT id, name FROM collections WHERE removed_at_ms IS NULL').flatMap((row) => {
    const id = String(row['id'])
    return isNamed(String(row['name'])) || isNamed(id) ? [id] : []
  })
}
