import { statSync } from 'node:fs'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { AssetRecord } from './asset-row.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

/** An image whose original earlier versions moved to a folder that several libraries share. */
export interface OriginalRecord extends Pick<
  AssetRecord,
  'id' | 'relativePath' | 'sha256' | 'fileBytes' | 'modifiedAtMs'
> {
  readonly sharedPath: string
  /** When it was put there, if a copy remained in the library folder. In milliseconds. */
  readonly sharedAtMs: number | null
}

const isShared = `shared_path IS NOT NULL AND is_purging = 0`

export const originalOperations = {
  /** Those in shared folders, in order of id. */
  'originals.shared': read((db, { after, limit }: { after: AssetId | null; limit: number }): OriginalRecord[] =>
    allRows(
      db,
      `SELECT id, relative_path, sha256, file_bytes, modified_at_ms, shared_path, shared_at_ms
       FROM assets WHERE ${isShared} AND id > ? ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    ).map((row) => ({
      id: row['id'] as AssetId,
      relativePath: String(row['relative_path']),
      sha256: String(row['sha256']),
      fileBytes: Number(row['file_bytes']),
      modifiedAtMs: Number(row['modified_at_ms']),
      sharedPath: String(row['shared_path']),
      sharedAtMs: row['shared_at_ms'] as number | null,
    })),
  ),

  /** `bytes`: of those without a copy in the library folder. `example`: the path of one of them; null = there are none. */
  'originals.counts': read((db, _input: null): { count: number; bytes: number; example: string | null } => {
    const row = oneRow(
      db,
      `SELECT count(*) AS count, total(file_bytes) FILTER (WHERE shared_at_ms IS NULL) AS bytes,
         min(shared_path) AS example
       FROM assets WHERE ${isShared}`,
    )
    return {
      count: Number(row?.['count']),
      bytes: Number(row?.['bytes']),
      example: (row?.['example'] ?? null) as string | null,
    }
  }),

  /**
   * Makes the file in the library folder the original, provided that it is there. Returns false, and changes nothing, where
   * it is not, or where the image is being purged or is no longer as it was in `from`.
   */
  'originals.takeBack': write((db, { from, path }: { from: OriginalRecord; path: string }): boolean => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false
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
}
