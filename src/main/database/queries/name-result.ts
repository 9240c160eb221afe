import type { DatabaseSync } from 'node:sqlite'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { baseName, nextNumber, resultName, type DerivedName } from '../../../shared/util/result-name.ts'
import { allRows } from './statement.ts'

/** No valid line of ancestors is longer; a cycle ends here. */
const lineMax = 10_000

/** Returns the next free name in the family of the image a result is made from. */
export function nameResult(db: DatabaseSync, parentId: AssetId | null, { from, task }: DerivedName): string {
  const line = parentId === null ? [] : lineOf(db, parentId)
  const root = line.at(-1)
  // The parent may have been purged meanwhile.
  if (root === undefined) return resultName(baseName([{ name: from, operation: 'import' }]), task, nextNumber([from]))
  return resultName(baseName(line), task, nextNumber(namesBelow(db, root.id)))
}

/** The image and its ancestors. */
function lineOf(db: DatabaseSync, id: AssetId) {
  const facts = `assets.id, assets.parent_id, assets.name, json_extract(assets.recipe, '$.operation')`
  const sql = `WITH RECURSIVE line (id, parent_id, name, operation) AS (
      SELECT ${facts} FROM assets WHERE id = ?
      UNION ALL SELECT ${facts} FROM line CROSS JOIN assets ON assets.id = line.parent_id
      LIMIT ${lineMax}
    )
    SELECT id, name, operation FROM line`
  return allRows(db, sql, id).map((row) => ({
    id: row['id'] as AssetId,
    name: String(row['name']),
    operation: String(row['operation']),
  }))
}

function namesBelow(db: DatabaseSync, rootId: AssetId): string[] {
  const sql = `WITH RECURSIVE family (id, name) AS (
      SELECT id, name FROM assets WHERE id = ?
      UNION SELECT assets.id, assets.name FROM family CROSS JOIN assets ON assets.parent_id = family.id
    )
    SELECT name FROM family`
  return allRows(db, sql, rootId).map((row) => String(row['name']))
}
