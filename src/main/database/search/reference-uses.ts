import type { DatabaseSync } from 'node:sqlite'
import { allRows } from '../queries/statement.ts'
import { createNameTest } from './value-names.ts'

/** Returns the numbers of the images that were made with named references of these names or ids. */
export function numbersWithReferences(db: DatabaseSync, values: readonly string[]): number[] {
  const isNamed = createNameTest(values)
  const ids = allRows(db, 'SELECT id, name FROM named_references WHERE removed_at_ms IS NULL').flatMap((row) => {
    const id = String(row['id'])
    return isNamed(String(row['name'])) || isNamed(id) ? [id] : []
  })
  return allRows(
    db,
    `SELECT number FROM named_reference_uses JOIN asset_index USING (asset_id)
     WHERE reference_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  ).map((row) => Number(row['number']))
}
