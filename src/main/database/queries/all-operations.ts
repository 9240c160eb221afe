import type { TypesOf } from '../../platform/pure/call-map.ts'
import type { openingCalls } from '../protocol.ts'
import { annotationOperations } from './annotations.ts'
import { assetDetails } from './asset-details.ts'
import { assets } from './assets.ts'
import { collections } from './collections.ts'
import { descriptionOperations } from './descriptions.ts'
import { documents } from './documents.ts'
import { fingerprintOperations } from './fingerprints.ts'
import { gridOperations } from './grids.ts'
import { editPlanBatchOperations } from './edit-plan-batches.ts'
import { editPlanOperations } from './edit-plans.ts'
import { jobOperations } from './jobs.ts'
import { ledgerOperations } from './ledger.ts'
import { lineage } from './lineage.ts'
import { modelResultOperations } from './model-results.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { AssetId, NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceKind } from '../../../shared/domain/named-reference.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'
import { promptOperations } from './prompts.ts'
import { rememberedExports } from './remembered-exports.ts'
import { queueOperations } from './queue.ts'
import { searchOperations } from './search.ts'
import { skippedFiles } from './skipped-files.ts'
import { originalOperations } from './originals.ts'
import { threadOperations } from './threads.ts'
import { vectors } from './vectors.ts'
import { voteOperations } from './votes.ts'
import { watchedFolders } from './watched-folders.ts'

/** Images in the trash can be restored, but are not used meanwhile. */
const usable = 'trashed_at_ms IS NULL AND is_purging = 0'
const namedReferenceOperations = {
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

const fileOperations = {
  /** Reads the entire file. */
  'database.isSound': read((db, _input: null): boolean => {
    const rows = allRows(db, 'PRAGMA quick_check')
    return rows.length === 1 && rows[0]?.['quick_check'] === 'ok'
  }),

  /** A number that changes whenever another connection has written (SQLite, `PRAGMA data_version`). */
  'database.version': read((db, _input: null): number => Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])),
}

/** Every operation of the database. */
export const allOperations = {
  ...assetDetails,
  ...assets,
  ...collections,
  ...descriptionOperations,
  ...documents,
  ...gridOperations,
  ...editPlanOperations,
  ...editPlanBatchOperations,
  ...jobOperations,
  ...ledgerOperations,
  ...lineage,
  ...modelResultOperations,
  ...namedReferenceOperations,
  ...fingerprintOperations,
  ...annotationOperations,
  ...queueOperations,
  ...promptOperations,
  ...rememberedExports,
  ...searchOperations,
  ...skippedFiles,
  ...originalOperations,
  ...threadOperations,
  ...vectors,
  ...fileOperations,
  ...voteOperations,
  ...watchedFolders,
}

type Operations = typeof allOperations
export type OperationName = keyof Operations
export type OperationInput<K extends OperationName> = Parameters<Operations[K]['run']>[1]
export type OperationOutput<K extends OperationName> = ReturnType<Operations[K]['run']>

/** Every call that a worker accepts. */
export type DatabaseCalls = TypesOf<typeof openingCalls> & {
  readonly [K in OperationName]: {
    readonly input: OperationInput<K>
    readonly parsed: OperationInput<K>
    readonly output: OperationOutput<K>
    readonly callbacks: object
  }
}

/** `key`: the name as it is compared. */
type ReferenceRecord = Omit<NamedReference, 'uses'> & { readonly key: string }

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
