import { rmSync, statSync } from 'node:fs'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord } from './asset-row.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

/** An image with what says where its original is, or will be. */
export interface OriginalRecord extends Pick<
  AssetRecord,
  'id' | 'relativePath' | 'sha256' | 'mime' | 'fileBytes' | 'modifiedAtMs'
> {
  /** null = in the library folder. */
  readonly sharedPath: string | null
  /** When it was put there, while the copy in the library folder remains. */
  readonly sharedAtMs: number | null
}

interface Page {
  readonly after: AssetId | null
  readonly limit: number
}

const columns = `id, relative_path, sha256, mime, file_bytes, modified_at_ms, shared_path, shared_at_ms`

/** What is in the trash stays where it is. */
const isWaiting = `shared_path IS NULL AND trashed_at_ms IS NULL AND is_missing = 0 AND is_purging = 0`

function toRecord(row: Record<string, unknown>): OriginalRecord {
  return {
    id: row['id'] as AssetId,
    relativePath: String(row['relative_path']),
    sha256: String(row['sha256']),
    mime: String(row['mime']),
    fileBytes: Number(row['file_bytes']),
    modifiedAtMs: Number(row['modified_at_ms']),
    sharedPath: typeof row['shared_path'] === 'string' ? row['shared_path'] : null,
    sharedAtMs: row['shared_at_ms'] as number | null,
  }
}

export const originalOperations = {
  /** Those in the library folder that are not in the trash, in order of id. */
  'originals.waiting': read((db, { after, limit }: Page): OriginalRecord[] =>
    allRows(
      db,
      `SELECT ${columns} FROM assets WHERE ${isWaiting} AND id > ? ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    ).map(toRecord),
  ),

  /** Those in shared folders, in order of id. */
  'originals.shared': read((db, { after, limit }: Page): OriginalRecord[] =>
    allRows(
      db,
      `SELECT ${columns} FROM assets WHERE shared_path IS NOT NULL AND is_purging = 0 AND id > ? ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    ).map(toRecord),
  ),

  /** `bytes`: of those in shared folders without a copy in the library folder. */
  'originals.counts': read((db, _input: null): { shared: number; waiting: number; bytes: number } => {
    const row = oneRow(
      db,
      `SELECT count(*) FILTER (WHERE shared_path IS NOT NULL AND is_purging = 0) AS shared,
         count(*) FILTER (WHERE ${isWaiting}) AS waiting,
         total(file_bytes) FILTER (WHERE shared_path IS NOT NULL AND shared_at_ms IS NULL AND is_purging = 0) AS bytes
       FROM assets`,
    )
    return { shared: Number(row?.['shared']), waiting: Number(row?.['waiting']), bytes: Number(row?.['bytes']) }
  }),

  /** Whether the original of any image is in that folder, which ends in a separator. */
  'originals.anyIn': read(
    (db, { folder }: { folder: string }): boolean =>
      oneRow(
        db,
        `SELECT 1 FROM assets WHERE shared_path IS NOT NULL AND substr(shared_path, 1, length(?)) = ? LIMIT 1`,
        folder,
        folder,
      ) !== null,
  ),

  /** Number of images whose original is this file; those being purged do not count. */
  'originals.uses': read((db, { path }: { path: string }): number =>
    Number(
      oneRow(db, `SELECT count(*) AS count FROM assets WHERE shared_path = ? AND is_purging = 0`, path)?.['count'],
    ),
  ),

  /** Returns false, and changes nothing, where the image is being purged or is no longer as it was in `from`. */
  'originals.setPath': write(
    (db, input: { from: OriginalRecord; path: string | null; sharedAtMs: number | null }): boolean =>
      change(
        db,
        `UPDATE assets SET shared_path = ?, shared_at_ms = ?
         WHERE id = ? AND sha256 = ? AND shared_path IS ? AND is_purging = 0`,
        input.path,
        input.sharedAtMs,
        input.from.id,
        input.from.sha256,
        input.from.sharedPath,
      ) === 1,
  ),

  /** Those shared before then whose copy in the library folder remains. */
  'originals.copies': read((db, input: { beforeMs: number; limit: number }): OriginalRecord[] =>
    allRows(
      db,
      `SELECT ${columns} FROM assets WHERE shared_path IS NOT NULL AND shared_at_ms < ? AND is_purging = 0 ORDER BY shared_at_ms LIMIT ?`,
      input.beforeMs,
      input.limit,
    ).map(toRecord),
  ),

  /** Notes that there is a copy in the library folder, and when to look at it again. */
  'originals.setCopy': write((db, input: { id: AssetId; sharedAtMs: number }): void => {
    change(
      db,
      `UPDATE assets SET shared_at_ms = ? WHERE id = ? AND shared_path IS NOT NULL`,
      input.sharedAtMs,
      input.id,
    )
  }),

  /**
   * Deletes the copy in the library folder, in the transaction that makes sure that the original is still shared: another
   * program may be moving it back, see `originals.takeBack`.
   */
  'originals.dropCopy': write((db, { from, copy }: { from: OriginalRecord; copy: string }): void => {
    const isShared = change(
      db,
      `UPDATE assets SET shared_at_ms = NULL WHERE id = ? AND sha256 = ? AND shared_path IS ? AND shared_at_ms IS ?`,
      from.id,
      from.sha256,
      from.sharedPath,
      from.sharedAtMs,
    )
    if (isShared === 1) rmSync(copy, { force: true })
  }),

  /**
   * Makes the copy in the library folder the original, provided that it is there. Returns false, and changes nothing, where
   * it is not, or where the image is being purged or is no longer as it was in `from`.
   */
  'originals.takeBack': write((db, { from, copy }: { from: OriginalRecord; copy: string }): boolean => {
    if (statSync(copy, { throwIfNoEntry: false })?.size !== from.fileBytes) return false
    return (
      change(
        db,
        `UPDATE assets SET shared_path = NULL, shared_at_ms = NULL, is_missing = 0
         WHERE id = ? AND sha256 = ? AND shared_path IS ? AND is_purging = 0`,
        from.id,
        from.sha256,
        from.sharedPath,
      ) === 1
    )
  }),

  /** null = there is no such image. */
  'originals.find': read((db, { id }: { id: AssetId }): OriginalRecord | null => {
    const row = oneRow(db, `SELECT ${columns} FROM assets WHERE id = ?`, id)
    return row === null ? null : toRecord(row)
  }),
}
