import type { DatabaseSync } from 'node:sqlite'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../../shared/domain/ids.ts'
import { chooseAssets } from './chosen-assets.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

/** A collection without its count, which takes a search. */
export type CollectionRecord = Omit<Collection, 'count'>

const columns = 'id, parent_id, name, kind, query, position'

/** The collection and everything nested in it. UNION, not UNION ALL, ends on a cycle, should there be one. */
const branch = `WITH RECURSIVE branch (id) AS (
  SELECT ?1 UNION SELECT collections.id FROM collections JOIN branch ON parent_id = branch.id)`

export const collections = {
  /** Siblings in their order. */
  'collections.list': read((db, _input: null): CollectionRecord[] =>
    allRows(db, `SELECT ${columns} FROM collections WHERE removed_at_ms IS NULL ORDER BY parent_id, position, id`).map(
      toCollection,
    ),
  ),

  'collections.find': read((db, input: { id: CollectionId }): CollectionRecord | null => {
    const row = oneRow(db, `SELECT ${columns} FROM collections WHERE id = ? AND removed_at_ms IS NULL`, input.id)
    return row === null ? null : toCollection(row)
  }),

  /** Images in collections that are not in the trash. Empty collections are omitted. */
  'collections.counts': read((db, _input: null): { id: CollectionId; count: number }[] =>
    allRows(
      db,
      `SELECT collection_id, count(*) AS count FROM collection_assets JOIN assets ON assets.id = asset_id
       WHERE trashed_at_ms IS NULL AND is_purging = 0 GROUP BY collection_id`,
    ).map((row) => ({ id: row['collection_id'] as CollectionId, count: Number(row['count']) })),
  ),

  'collections.holding': read((db, input: { ids: readonly AssetId[] }): CollectionId[] =>
    allRows(
      db,
      `SELECT DISTINCT collection_id FROM collection_assets JOIN collections ON collections.id = collection_id
       WHERE asset_id IN (SELECT value FROM json_each(?)) AND removed_at_ms IS NULL`,
      JSON.stringify(input.ids),
    ).map((row) => row['collection_id'] as CollectionId),
  ),

  /** Hand-picked collections per image, in no particular order. */
  'collections.namesOf': read((db, input: { ids: readonly AssetId[] }): { id: AssetId; name: string }[] =>
    allRows(
      db,
      `SELECT asset_id, name FROM collection_assets JOIN collections ON collections.id = collection_id
       WHERE asset_id IN (SELECT value FROM json_each(?)) AND removed_at_ms IS NULL`,
      JSON.stringify(input.ids),
    ).map((row) => ({ id: row['asset_id'] as AssetId, name: row['name'] as string })),
  ),

  /** Adds it after its siblings. */
  'collections.add': write((db, { record }: { record: Omit<CollectionRecord, 'position'> }): CollectionRecord => {
    const position = lastPosition(db, record.parentId) + 1
    change(
      db,
      `INSERT INTO collections (${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
      record.id,
      record.parentId,
      record.name,
      record.kind,
      record.query,
      position,
    )
    return { ...record, position }
  }),

  /**
   * Updates name, query and parent. A new parent without a position appends it to the siblings. Null where it would end
   * up inside itself: checked here, under the lock, where no other program can move anything.
   */
  'collections.change': write((db, input: { record: CollectionRecord; isLast: boolean }): CollectionRecord | null => {
    const { id, parentId, name, query } = input.record
    if (oneRow(db, `${branch} SELECT 1 FROM branch WHERE id = ?2`, id, parentId) !== null) return null
    const position = input.isLast ? lastPosition(db, parentId) + 1 : input.record.position
    change(
      db,
      'UPDATE collections SET parent_id = ?, name = ?, query = ?, position = ? WHERE id = ? AND removed_at_ms IS NULL',
      parentId,
      name,
      query,
      position,
      id,
    )
    return { ...input.record, position }
  }),

  /** Removes it with everything nested in it that is not removed already. Returns how many. */
  'collections.remove': write((db, input: { id: CollectionId; atMs: number }): number =>
    change(
      db,
      // Later than any other, so that what was removed together is distinguishable from what was removed before.
      `${branch} UPDATE collections
       SET removed_at_ms = max(?2, (SELECT coalesce(max(removed_at_ms), 0) + 1 FROM collections))
       WHERE id IN branch AND removed_at_ms IS NULL`,
      input.id,
      input.atMs,
    ),
  ),

  /**
   * Restores it with everything removed together with it; to the top level where its parent is gone. Returns how many.
   */
  'collections.restore': write((db, input: { id: CollectionId }): number => {
    const restored = change(
      db,
      `${branch} UPDATE collections SET removed_at_ms = NULL
       WHERE id IN branch AND removed_at_ms = (SELECT removed_at_ms FROM collections WHERE id = ?1)`,
      input.id,
    )
    change(
      db,
      `UPDATE collections SET parent_id = NULL WHERE id = ?
         AND (SELECT above.removed_at_ms FROM collections AS above WHERE above.id = collections.parent_id) IS NOT NULL`,
      input.id,
    )
    return restored
  }),

  /** Deletes collections, references, grids and conversations that can no longer be restored. Images stay. */
  'removed.purge': write((db, input: { removedBeforeMs: number }): void => {
    for (const table of ['collections', 'named_references', 'grids', 'threads'] as const)
      change(db, `DELETE FROM ${table} WHERE removed_at_ms < ?`, input.removedBeforeMs)
  }),

  /** Returns the ids that were not in it before. */
  'collections.addAssets': write(
    (db, input: { id: CollectionId; ids: readonly AssetId[]; atMs: number }): AssetId[] => {
      chooseAssets(db, input.ids)
      const added = allRows(
        db,
        `INSERT INTO collection_assets (collection_id, asset_id, added_at_ms)
         SELECT ?, id, ? FROM chosen WHERE true ON CONFLICT DO NOTHING RETURNING asset_id`,
        input.id,
        input.atMs,
      )
      change(db, 'DELETE FROM chosen')
      return added.map((row) => row['asset_id'] as AssetId)
    },
  ),

  /** Returns the ids that were in it. */
  'collections.takeOut': write((db, input: { id: CollectionId; ids: readonly AssetId[] }): AssetId[] =>
    allRows(
      db,
      `DELETE FROM collection_assets WHERE collection_id = ? AND asset_id IN (SELECT value FROM json_each(?))
       RETURNING asset_id`,
      input.id,
      JSON.stringify(input.ids),
    ).map((row) => row['asset_id'] as AssetId),
  ),
}

function lastPosition(db: DatabaseSync, parentId: CollectionId | null): number {
  const sql = 'SELECT max(position) AS position FROM collections WHERE parent_id IS ? AND removed_at_ms IS NULL'
  return Number(oneRow(db, sql, parentId)?.['position'] ?? 0)
}

function toCollection(row: Record<string, unknown>): CollectionRecord {
  return {
    id: row['id'] as CollectionId,
    parentId: row['parent_id'] as CollectionId | null,
    name: String(row['name']),
    kind: row['kind'] as Collection['kind'],
    query: row['query'] as string | null,
    position: Number(row['position']),
  }
}
