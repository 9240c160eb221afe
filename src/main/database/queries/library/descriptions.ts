import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ImageDescription, StoredDescriptionQueue } from '../../../../shared/domain/image-description.ts'
import { chooseAssets } from './chosen-assets.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow, toText } from '../statement.ts'

/** Of all that failed, so many are named. */
const namedMost = 100

const describable = 'trashed_at_ms IS NULL AND is_purging = 0 AND is_missing = 0'

/** What models say of images, apart from what a person says, and the images that wait for it. */
export const descriptionOperations = {
  'descriptions.find': read((db, { id }: { id: AssetId }): ImageDescription | null => {
    const row = oneRow(db, 'SELECT * FROM asset_descriptions WHERE asset_id = ?', id)
    return row === null ? null : toDescription(row)
  }),

  /** Captions by image; those without one are omitted. */
  'descriptions.captions': read((db, { ids }: { ids: readonly AssetId[] }): { id: AssetId; caption: string }[] =>
    allRows(
      db,
      'SELECT asset_id, caption FROM json_each(?) AS each JOIN asset_descriptions ON asset_id = each.value',
      JSON.stringify(ids),
    ).map((row) => ({ id: row['asset_id'] as AssetId, caption: toText(row['caption']) })),
  ),

  /** Replaces an earlier one, and takes the image out of the queue. Returns false where the image no longer exists. */
  'descriptions.put': write((db, input: { id: AssetId; description: ImageDescription }): boolean => {
    const { model, caption, description, tags, describedAtMs } = input.description
    const sql = `INSERT INTO asset_descriptions (asset_id, model, caption, description, tags, described_at_ms)
      SELECT id, ?, ?, ?, ?, ? FROM assets WHERE id = ?
      ON CONFLICT (asset_id) DO UPDATE SET model = excluded.model, caption = excluded.caption,
        description = excluded.description, tags = excluded.tags, described_at_ms = excluded.described_at_ms`
    const put = change(db, sql, model, caption, description, JSON.stringify(tags), describedAtMs, input.id)
    change(db, `UPDATE description_queue SET state = 'done', message = NULL WHERE asset_id = ?`, input.id)
    return put > 0
  }),

  /** Returns those that had one. */
  'descriptions.clear': write((db, { ids }: { ids: readonly AssetId[] }): AssetId[] => {
    chooseAssets(db, ids)
    return allRows(
      db,
      'DELETE FROM asset_descriptions WHERE asset_id IN (SELECT id FROM chosen) RETURNING asset_id',
    ).map((row) => row['asset_id'] as AssetId)
  }),

  /** Queues images without a description; null = all of the library, newest first. Returns how many are new. */
  'descriptions.queue': write((db, { ids }: { ids: readonly AssetId[] | null }): number => {
    if (oneRow(db, `SELECT 1 FROM description_queue WHERE state IN ('waiting', 'paused') LIMIT 1`) === null) {
      change(db, 'DELETE FROM description_queue')
    }
    const missing = `${describable} AND NOT EXISTS (SELECT 1 FROM asset_descriptions WHERE asset_id = assets.id)`
    const again = `ON CONFLICT (asset_id) DO UPDATE SET state = 'waiting', is_deferred = 0, message = NULL
      WHERE state IN ('done', 'failed')`
    const insert = `INSERT INTO description_queue (asset_id, state) SELECT assets.id, 'waiting' FROM`
    if (ids === null) return change(db, `${insert} assets WHERE ${missing} ORDER BY assets.id DESC ${again}`)
    const wanted = 'json_each(?) AS each JOIN assets ON assets.id = each.value'
    return change(db, `${insert} ${wanted} WHERE ${missing} ORDER BY each.key ${again}`, JSON.stringify(ids))
  }),

  /** null = none is waiting. */
  'descriptions.next': read((db, _input: null): AssetId | null => {
    const sql = `SELECT asset_id FROM description_queue WHERE state = 'waiting' ORDER BY is_deferred, number LIMIT 1`
    return (oneRow(db, sql)?.['asset_id'] as AssetId | undefined) ?? null
  }),

  'descriptions.fail': write((db, { id, message }: { id: AssetId; message: string }): void => {
    change(db, `UPDATE description_queue SET state = 'failed', message = ? WHERE asset_id = ?`, message, id)
  }),

  /** Puts it behind all others; what was put there before fails instead. */
  'descriptions.defer': write((db, { id, message }: { id: AssetId; message: string }): void => {
    const sql = `UPDATE description_queue SET state = CASE is_deferred WHEN 1 THEN 'failed' ELSE state END,
      message = CASE is_deferred WHEN 1 THEN ? END, is_deferred = 1 WHERE asset_id = ?`
    change(db, sql, message, id)
  }),

  'descriptions.pause': write((db, { isPaused }: { isPaused: boolean }): void => {
    const [from, to] = isPaused ? ['waiting', 'paused'] : ['paused', 'waiting']
    change(db, 'UPDATE description_queue SET state = ? WHERE state = ?', to, from)
  }),

  'descriptions.emptyQueue': write((db, _input: null): void => {
    change(db, 'DELETE FROM description_queue')
  }),

  'descriptions.queueState': read((db, _input: null): StoredDescriptionQueue => {
    const counts = new Map(
      allRows(db, 'SELECT state, count(*) AS count FROM description_queue GROUP BY state').map((row) => [
        row['state'],
        Number(row['count']),
      ]),
    )
    const failed = allRows(
      db,
      `SELECT assets.id, name, message FROM description_queue JOIN assets ON assets.id = asset_id
       WHERE state = 'failed' ORDER BY number LIMIT ?`,
      namedMost,
    )
    const countOf = (state: string) => counts.get(state) ?? 0
    return {
      done: countOf('done') + countOf('failed'),
      waiting: countOf('waiting'),
      paused: countOf('paused'),
      failed: failed.map((row) => ({
        id: row['id'] as AssetId,
        name: toText(row['name']),
        message: toText(row['message']),
      })),
    }
  }),
}

function toDescription(row: Readonly<Record<string, unknown>>): ImageDescription {
  return {
    model: toText(row['model']),
    caption: toText(row['caption']),
    description: toText(row['description']),
    tags: JSON.parse(toText(row['tags'])) as string[],
    describedAtMs: Number(row['described_at_ms']),
  }
}
