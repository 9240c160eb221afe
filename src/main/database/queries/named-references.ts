import type { DatabaseSync } from 'node:sqlite'
import type { AssetId, NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceKind } from '../../../shared/domain/named-reference.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

/** `key`: the name as it is compared. */
export type ReferenceRecord = Omit<NamedReference, 'uses'> & { readonly key: string }

/** Images in the trash can be restored, but are not used meanwhile. */
const usable = 'trashed_at_ms IS NULL AND is_purging = 0'

export const namedReferenceOperations = {
  /** By name. */
  'references.list': read((db, _input: null): NamedReference[] =>
    allRows(
      db,
      `SELECT *, (SELECT count(*) FROM named_reference_uses JOIN assets ON assets.id = asset_id
                  WHERE reference_id = named_references.id AND ${usable}) AS uses
       FROM named_references WHERE removed_at_ms IS NULL ORDER BY key`,
    ).map((row) => toReference(db, row)),
  ),

  /** Adds or replaces one. False where another has its name. */
  'references.save': write((db, { record }: { record: ReferenceRecord }): boolean => {
    const { id, name, key, kind, note, description, rights, createdAtMs, changedAtMs, imageIds } = record
    const taken = oneRow(
      db,
      'SELECT 1 FROM named_references WHERE key = ? AND id <> ? AND removed_at_ms IS NULL',
      key,
      id,
    )
    if (taken !== null) return false
    change(
      db,
      `INSERT INTO named_references (id, name, key, kind, note, description, rights, created_at_ms, changed_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, key = excluded.key, kind = excluded.kind, note = excluded.note,
         description = excluded.description, rights = excluded.rights, changed_at_ms = excluded.changed_at_ms`,
      id,
      name,
      key,
      kind,
      note,
      description,
      rights,
      createdAtMs,
      changedAtMs,
    )
    change(db, 'DELETE FROM named_reference_images WHERE reference_id = ?', id)
    const insert = `INSERT INTO named_reference_images (reference_id, position, asset_id)
      SELECT ?, ?, id FROM assets WHERE id = ?`
    imageIds.forEach((assetId, position) => change(db, insert, id, position, assetId))
    return true
  }),

  /** Returns how many were removed. */
  'references.remove': write((db, input: { id: NamedReferenceId; atMs: number }): number =>
    change(
      db,
      'UPDATE named_references SET removed_at_ms = ? WHERE id = ? AND removed_at_ms IS NULL',
      input.atMs,
      input.id,
    ),
  ),

  /** False where another has taken its name since. */
  'references.restore': write((db, { id }: { id: NamedReferenceId }): boolean => {
    const sql = `SELECT 1 FROM named_references WHERE removed_at_ms IS NULL AND id <> ?1
      AND key = (SELECT key FROM named_references WHERE id = ?1)`
    if (oneRow(db, sql, id) !== null) return false
    change(db, 'UPDATE named_references SET removed_at_ms = NULL WHERE id = ?', id)
    return true
  }),
}

function toReference(db: DatabaseSync, row: Record<string, unknown>): NamedReference {
  const id = row['id'] as NamedReferenceId
  const images = `SELECT asset_id FROM named_reference_images JOIN assets ON assets.id = asset_id
    WHERE reference_id = ? AND ${usable} ORDER BY position`
  return {
    id,
    name: String(row['name']),
    kind: row['kind'] as ReferenceKind,
    imageIds: allRows(db, images, id).map((image) => image['asset_id'] as AssetId),
    note: String(row['note']),
    description: String(row['description']),
    rights: String(row['rights']),
    createdAtMs: Number(row['created_at_ms']),
    changedAtMs: Number(row['changed_at_ms']),
    uses: Number(row['uses']),
  }
}
