import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ImageColor } from '../../../../shared/domain/searched-values.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

export interface StoredFingerprint {
  readonly id: AssetId
  /** null where the image has no distinguishing features. */
  readonly phash: string | null
  /** Most prominent first. */
  readonly colors: readonly ImageColor[]
}

/** Images that can be processed. CROSS: starts from the short list of pending ones, not from all images. */
const waiting = `FROM asset_looks CROSS JOIN assets ON assets.id = asset_id
  WHERE is_pending = 1 AND is_purging = 0 AND is_missing = 0`

export const fingerprintOperations = {
  /** Images without a fingerprint, newest first. */
  'looks.pending': read((db, input: { limit: number }): AssetId[] =>
    allRows(db, `SELECT asset_id ${waiting} ORDER BY asset_id DESC LIMIT ?`, input.limit).map(
      (row) => row['asset_id'] as AssetId,
    ),
  ),

  'looks.countPending': read((db, _input: null): number =>
    Number(oneRow(db, `SELECT count(*) AS count ${waiting}`)?.['count']),
  ),

  'looks.set': write((db, input: { looks: readonly StoredFingerprint[] }): void => {
    for (const { id, phash, colors } of input.looks) {
      const color = colors.length === 0 ? null : colors.map(storedColor).join(',')
      const sql = 'UPDATE asset_looks SET phash = ?, colour = ?, is_pending = 0 WHERE asset_id = ?'
      change(db, sql, phash, color, id)
    }
  }),

  /** null where there is no fingerprint yet, or it has no hash. */
  'looks.hashOf': read((db, input: { id: AssetId }): string | null => {
    const row = oneRow(db, 'SELECT phash FROM asset_looks WHERE asset_id = ?', input.id)
    return (row?.['phash'] as string | null | undefined) ?? null
  }),

  /**
   * Of all images that are not in the trash, oldest first: ids of 26 characters and hashes of 16, concatenated in the
   * same order. A million of them are two strings.
   */
  'looks.hashes': read((db, _input: null): { ids: string; hashes: string } => {
    const row = oneRow(
      db,
      `SELECT group_concat(id, '') AS ids, group_concat(phash, '') AS hashes FROM (
         SELECT id, phash FROM assets JOIN asset_looks ON asset_id = id
         WHERE trashed_at_ms IS NULL AND is_purging = 0 AND phash IS NOT NULL ORDER BY created_at_ms, id)`,
    )
    return { ids: (row?.['ids'] as string | null) ?? '', hashes: (row?.['hashes'] as string | null) ?? '' }
  }),

  /** The prominent colors of each, comma-separated, and its oldest ancestor, or itself. */
  'looks.kinOf': read((db, { ids }: { ids: readonly AssetId[] }): { id: AssetId; colors: string; founder: AssetId }[] =>
    allRows(
      db,
      `WITH RECURSIVE line (id, above) AS (
         SELECT value, value FROM json_each(?)
         UNION SELECT line.id, parent_id FROM line JOIN assets ON assets.id = above WHERE parent_id IS NOT NULL)
       SELECT line.id, coalesce(colour, '') AS colours, min(above) AS founder
       FROM line JOIN asset_looks ON asset_id = line.id GROUP BY line.id`,
      JSON.stringify(ids),
    ).map((row) => ({
      id: row['id'] as AssetId,
      colors: row['colours'] as string,
      founder: row['founder'] as AssetId,
    })),
  ),
}

/** Returns a color as spelled in the column `asset_looks.colour`: existing libraries keep their spelling. */
export function storedColor(color: ImageColor): string {
  return color === 'gray' ? 'grey' : color
}
