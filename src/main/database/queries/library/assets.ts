import type { DatabaseSync } from 'node:sqlite'
import type { FileDetails } from '../../../../shared/domain/metadata-dialect.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { SafetyCheck } from '../../../../shared/domain/safety.ts'
import { type AssetRecord, assetColumns, annotationColumns, toAssetRecord, toAssetValues } from './asset-row.ts'
import type { DerivedName } from '../../../../shared/util/result-name.ts'
import { writeDetails } from './asset-details.ts'
import { nameResult } from '../name-result.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'
import { dropUnusedTags } from './tag-rows.ts'

/** What a sweep compares with the folder. */
export interface FileRecord extends Pick<
  AssetRecord,
  'id' | 'relativePath' | 'fileBytes' | 'modifiedAtMs' | 'isMissing' | 'hasMask'
> {
  readonly hasRawAnswer: boolean
  /** Absolute path of an original in a shared folder; null = it is in the library folder. */
  readonly sharedPath: string | null
}

/** What a check needs to read each file. */
export type FiledRecord = Pick<
  AssetRecord,
  | 'id'
  | 'name'
  | 'relativePath'
  | 'fileBytes'
  | 'modifiedAtMs'
  | 'sha256'
  | 'hasMask'
  | 'rawAnswerMime'
  | 'sharedPath'
  | 'isDamaged'
>

/** What identifies the files that belong to an image. */
export type PurgedFiles = Pick<AssetRecord, 'id' | 'relativePath' | 'rawAnswerMime'>

/** A list of ids is passed as one JSON value, so that one statement serves any number of them. */
const isListed = 'id IN (SELECT value FROM json_each(?))'

// The parent may have been purged while the image was being made.
const insert = `INSERT INTO assets (${assetColumns})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM assets WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)`

const adoptAsset = `${insert} ON CONFLICT (relative_path) DO NOTHING`

const insertAsset = `${insert}
  ON CONFLICT (relative_path) DO UPDATE SET
    id = excluded.id, name = excluded.name, mime = excluded.mime, width_px = excluded.width_px,
    height_px = excluded.height_px, file_bytes = excluded.file_bytes, modified_at_ms = excluded.modified_at_ms,
    has_alpha = excluded.has_alpha, is_showable = excluded.is_showable, created_at_ms = excluded.created_at_ms,
    trashed_at_ms = excluded.trashed_at_ms, parent_id = excluded.parent_id, has_mask = excluded.has_mask,
    is_missing = excluded.is_missing, is_purging = 0, raw_answer_mime = excluded.raw_answer_mime, recipe = excluded.recipe,
    dialect = excluded.dialect, has_credentials = excluded.has_credentials, is_damaged = excluded.is_damaged
  WHERE assets.sha256 = excluded.sha256
  RETURNING ${assetColumns}, ${annotationColumns}`

const latestAction = `SELECT max(at_ms) AS at_ms FROM (
  SELECT max(created_at_ms) AS at_ms FROM assets WHERE trashed_at_ms IS NULL AND is_purging = 0
  UNION ALL SELECT max(trashed_at_ms) FROM assets WHERE trashed_at_ms IS NOT NULL AND is_purging = 0
  UNION ALL SELECT max(opened_at_ms) FROM documents
  UNION ALL SELECT at_ms FROM ledger WHERE id = (SELECT max(id) FROM ledger))`

interface NewAsset {
  readonly record: AssetRecord
  /** Metadata from its file, where that was read. */
  readonly details?: FileDetails | null
}

/** `derivedName`: the name is assigned here, and the record's own name only names its file. */
type NewResult = NewAsset & { readonly derivedName?: DerivedName | null }

/** Importing purged content again means that it is wanted again. */
function noteArrival(db: DatabaseSync, { id, sha256 }: AssetRecord, details: FileDetails | null | undefined): void {
  change(db, `DELETE FROM purged_contents WHERE sha256 = ?`, sha256)
  if (details) writeDetails(db, id, details)
}

export const assets = {
  'assets.byIds': read((db, input: { ids: readonly AssetId[] }): AssetRecord[] => {
    const rows = allRows(
      db,
      `SELECT ${assetColumns}, ${annotationColumns} FROM assets WHERE ${isListed} AND is_purging = 0`,
      JSON.stringify(input.ids),
    )
    const found = new Map(rows.map((row) => [row['id'], row]))
    return input.ids.flatMap((id) => {
      const row = found.get(id)
      return row === undefined ? [] : [toAssetRecord(row)]
    })
  }),

  'assets.children': read((db, input: { parentId: AssetId }): AssetRecord[] =>
    allRows(
      db,
      `SELECT ${assetColumns}, ${annotationColumns} FROM assets WHERE parent_id = ? AND trashed_at_ms IS NULL AND is_purging = 0
       ORDER BY created_at_ms DESC, id DESC`,
      input.parentId,
    ).map(toAssetRecord),
  ),

  /** Returns the image with exactly these bytes; prefers one whose file exists over a missing one. */
  'assets.findByContent': read((db, input: { sha256: string }): AssetRecord | null => {
    const row = oneRow(
      db,
      `SELECT ${assetColumns}, ${annotationColumns} FROM assets WHERE sha256 = ? AND is_purging = 0 ORDER BY is_missing LIMIT 1`,
      input.sha256,
    )
    return row === null ? null : toAssetRecord(row)
  }),

  'assets.findByPath': read((db, input: { relativePath: string }): AssetRecord | null => {
    const row = oneRow(
      db,
      `SELECT ${assetColumns}, ${annotationColumns} FROM assets WHERE relative_path = ?`,
      input.relativePath,
    )
    return row === null ? null : toAssetRecord(row)
  }),

  /** Returns the name a result would get. */
  'assets.nameResult': read((db, { parentId, ...name }: DerivedName & { parentId: AssetId | null }): string =>
    nameResult(db, parentId, name),
  ),

  /** In order of id, a page at a time: reading a large library at once would block other calls. */
  'assets.files': read((db, { after, limit }: { after: AssetId | null; limit: number }): FileRecord[] =>
    allRows(
      db,
      `SELECT id, relative_path, file_bytes, modified_at_ms, is_missing, has_mask, raw_answer_mime, shared_path
       FROM assets WHERE is_purging = 0 AND id > ? ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    ).map((row) => ({
      id: row['id'] as AssetId,
      relativePath: String(row['relative_path']),
      fileBytes: Number(row['file_bytes']),
      modifiedAtMs: Number(row['modified_at_ms']),
      isMissing: row['is_missing'] === 1,
      hasMask: row['has_mask'] === 1,
      hasRawAnswer: row['raw_answer_mime'] !== null,
      sharedPath: row['shared_path'] as string | null,
    })),
  ),

  'assets.count': read((db, _input: null): number =>
    Number(oneRow(db, `SELECT count(*) AS count FROM assets WHERE is_purging = 0`)?.['count']),
  ),

  /** Those after an id, in order of id: a library may have a million. */
  'assets.filed': read((db, input: { after: string; limit: number }): FiledRecord[] =>
    allRows(
      db,
      `SELECT id, name, relative_path, file_bytes, modified_at_ms, sha256, has_mask, raw_answer_mime,
         is_damaged, shared_path
       FROM assets WHERE is_purging = 0 AND id > ? ORDER BY id LIMIT ?`,
      input.after,
      input.limit,
    ).map((row) => ({
      id: row['id'] as AssetId,
      name: String(row['name']),
      relativePath: String(row['relative_path']),
      fileBytes: Number(row['file_bytes']),
      modifiedAtMs: Number(row['modified_at_ms']),
      sha256: String(row['sha256']),
      hasMask: row['has_mask'] === 1,
      isDamaged: row['is_damaged'] === 1,
      rawAnswerMime: typeof row['raw_answer_mime'] === 'string' ? row['raw_answer_mime'] : null,
      sharedPath: row['shared_path'] as string | null,
    })),
  ),

  'assets.trashedBefore': read((db, input: { atMs: number }): AssetId[] =>
    allRows(
      db,
      `SELECT id FROM assets WHERE trashed_at_ms IS NOT NULL AND is_purging = 0 AND trashed_at_ms < ?`,
      input.atMs,
    ).map((row) => row['id'] as AssetId),
  ),

  /** When something was last done that is recorded: an image was added or put into the trash, or a request was sent. */
  'assets.latestAction': read((db): number => Number(oneRow(db, latestAction)?.['at_ms'] ?? 0)),

  /** Size of the images in the trash, without their companion files and shared originals. */
  'assets.trashUsage': read((db, _input: null): { files: number; bytes: number } => {
    const row = oneRow(
      db,
      `SELECT count(*) AS files, coalesce(sum(file_bytes), 0) AS bytes
       FROM assets WHERE trashed_at_ms IS NOT NULL AND is_purging = 0 AND is_missing = 0 AND shared_path IS NULL`,
    )
    return { files: Number(row?.['files']), bytes: Number(row?.['bytes']) }
  }),

  'assets.purging': read((db, _input: null): PurgedFiles[] =>
    allRows(db, `SELECT id, relative_path, raw_answer_mime FROM assets WHERE is_purging = 1`).map((row) => ({
      id: row['id'] as AssetId,
      relativePath: String(row['relative_path']),
      rawAnswerMime: row['raw_answer_mime'] as string | null,
    })),
  ),

  /**
   * Files a record. If another process's sweep has adopted the very same file meanwhile, this record, which knows how
   * the image was made, replaces the adopted one. Returns the record as stored, its parent null if that was purged
   * meanwhile; null where the path belongs to other content.
   */
  'assets.add': write((db, { record, details, derivedName }: NewResult): AssetRecord | null => {
    // Two programs may file results of one family at once: the free name is chosen in the transaction that takes it.
    const name = derivedName ? nameResult(db, record.parentId, derivedName) : record.name
    const row = oneRow(db, insertAsset, ...toAssetValues({ ...record, name }))
    if (row === null) return null
    noteArrival(db, record, details)
    return toAssetRecord(row)
  }),

  /** Files a record for a file found in the folder; false where another process has just filed it. */
  'assets.adopt': write((db, { record, details }: NewAsset): boolean => {
    if (change(db, adoptAsset, ...toAssetValues(record)) !== 1) return false
    noteArrival(db, record, details)
    return true
  }),

  /** Updates the record of a changed file in the library folder. When the bytes differ, the old metadata is dropped. */
  'assets.updateFile': write((db, { record }: { record: AssetRecord }): void => {
    change(
      db,
      `DELETE FROM asset_details WHERE asset_id IN (SELECT id FROM assets WHERE id = ? AND sha256 <> ?)`,
      record.id,
      record.sha256,
    )
    change(
      db,
      `UPDATE assets SET relative_path = ?, mime = ?, width_px = ?, height_px = ?, file_bytes = ?, modified_at_ms = ?,
         has_alpha = ?, is_showable = ?, is_damaged = ?, sha256 = ?, is_missing = ?,
         shared_path = NULL, shared_at_ms = NULL,
         safety_check = CASE WHEN sha256 = ? THEN safety_check END WHERE id = ?`,
      record.relativePath,
      record.mime,
      record.widthPx,
      record.heightPx,
      record.fileBytes,
      record.modifiedAtMs,
      Number(record.hasAlpha),
      Number(record.isShowable),
      Number(record.isDamaged),
      record.sha256,
      Number(record.isMissing),
      record.sha256,
      record.id,
    )
  }),

  'assets.setTrashed': write((db, input: { ids: readonly AssetId[]; trashedAtMs: number | null }): AssetId[] =>
    allRows(
      db,
      `UPDATE assets SET trashed_at_ms = ? WHERE ${isListed} AND is_purging = 0
         AND (trashed_at_ms IS NULL) = ? RETURNING id`,
      input.trashedAtMs,
      JSON.stringify(input.ids),
      Number(input.trashedAtMs !== null),
    ).map((row) => row['id'] as AssetId),
  ),

  'assets.setMissing': write((db, input: { missing: readonly AssetId[]; found: readonly AssetId[] }): void => {
    change(db, `UPDATE assets SET is_missing = 1 WHERE ${isListed}`, JSON.stringify(input.missing))
    change(db, `UPDATE assets SET is_missing = 0 WHERE ${isListed}`, JSON.stringify(input.found))
  }),

  'assets.setPurging': write((db, input: { ids: readonly AssetId[]; isPurging: boolean }): void => {
    const sql = `UPDATE assets SET is_purging = ? WHERE ${isListed}`
    change(db, sql, Number(input.isPurging), JSON.stringify(input.ids))
  }),

  /** Images from a service that no local model has checked; newest first. */
  'assets.unchecked': read((db, input: { limit: number }): AssetId[] =>
    allRows(
      db,
      `SELECT id FROM assets
       WHERE safety_check IS NULL AND is_purging = 0 AND is_missing = 0
         AND json_extract(recipe, '$.operation') IN ('generate', 'edit', 'variations')
       ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
      input.limit,
    ).map((row) => row['id'] as AssetId),
  ),

  /** False where the image is gone. */
  'assets.setSafetyCheck': write(
    (db, input: { id: AssetId; check: SafetyCheck }): boolean =>
      change(db, `UPDATE assets SET safety_check = ? WHERE id = ?`, JSON.stringify(input.check), input.id) === 1,
  ),

  /** Also closes documents that have one of them as base. */
  'assets.remove': write((db, input: { ids: readonly AssetId[] }): void => {
    const ids = JSON.stringify(input.ids)
    const contents = `SELECT sha256 FROM assets WHERE is_purging = 1 AND ${isListed}`
    change(db, `INSERT OR IGNORE INTO purged_contents (sha256) ${contents}`, ids)
    change(db, `DELETE FROM assets WHERE is_purging = 1 AND ${isListed}`, ids)
    dropUnusedTags(db)
  }),
}
