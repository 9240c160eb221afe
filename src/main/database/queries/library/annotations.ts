import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/database.ts'
import { packIds, unpackIds } from '../../../../shared/domain/packed-ids.ts'
import { chooseAssets } from './chosen-assets.ts'
import { foldTag, addTag, dropUnusedTags, findTag, removeTagFrom } from './tag-rows.ts'
import { read, write } from '../operation.ts'
import { allRows, change, oneRow } from '../statement.ts'

/** Images that had the same annotation before a change. */
export interface PreviousAnnotation {
  /** `tag`: they did not have the tag named by `value`; `no-tag`: they had it. */
  readonly field: MarkedField | 'tag' | 'no-tag'
  readonly value: string | number | null
  /** Packed: the ids of a million images are one string. */
  readonly ids: string
}

const markedFields = ['rating', 'flag', 'label', 'notes'] as const
type MarkedField = (typeof markedFields)[number]

const mostTags = 200

export const annotationOperations = {
  /** Changes all or none. Returns the previous annotations, and which images are different now. */
  'marks.change': write(
    (
      db,
      input: { ids: readonly AssetId[]; change: AnnotationChange },
    ): { former: PreviousAnnotation[]; changed: string } => {
      chooseAssets(db, input.ids)
      const former = [
        ...markedFields.flatMap((field) => setField(db, field, input.change[field])),
        ...(input.change.removeTags ?? []).flatMap((name) => takeTag(db, name)),
        ...(input.change.addTags ?? []).flatMap((name) => giveTag(db, name)),
      ]
      if (input.change.addTags !== undefined) refuseTooManyTags(db)
      finish(db)
      return { former, changed: union(former.map(({ ids }) => ids)) }
    },
  ),

  /** Restores annotations. Returns which images are different now; images that no longer exist are skipped. */
  'marks.restore': write((db, input: { former: readonly PreviousAnnotation[] }): string => {
    // In reverse: a tag that was added after it was removed has to go before it is restored.
    const changed = input.former.toReversed().flatMap(({ field, value, ids }) => {
      chooseAssets(db, unpackIds(ids))
      if (field === 'tag') {
        const changedIds = takeTag(db, String(value))
        // The next one to restore may be the same tag in its former spelling.
        dropUnusedTags(db)
        return changedIds
      }
      if (field === 'no-tag') return giveTag(db, String(value))
      return setField(db, field, value)
    })
    finish(db)
    return union(changed.map(({ ids }) => ids))
  }),

  /** By name; counts exclude images in the trash. */
  'tags.list': read((db, _input: null): { name: string; count: number }[] =>
    allRows(
      db,
      `SELECT name, (SELECT count(*) FROM asset_tags JOIN assets ON assets.id = asset_id
         WHERE tag = number AND trashed_at_ms IS NULL AND is_purging = 0) AS count
       FROM tags ORDER BY name`,
    ).map((row) => ({ name: String(row['name']), count: Number(row['count']) })),
  ),

  /**
   * Renaming a tag to an existing one merges the two. Returns the images that had it; null where there is no such tag.
   */
  'tags.rename': write((db, input: { from: string; to: string }): TagChange | null => {
    const from = findTag(db, input.from)
    if (from === null) return null
    const known = findTag(db, input.to)?.number ?? null
    const ids = idsWithTag(db, from.number)
    const had: PreviousAnnotation = { field: 'no-tag', value: from.name, ids: packIds(ids) }
    if (known === null || known === from.number) {
      change(db, 'UPDATE tags SET name = ?, folded = ? WHERE number = ?', input.to, foldTag(input.to), from.number)
      return { ids, former: [had, { field: 'tag', value: input.to, ids: had.ids }] }
    }
    const both = new Set(idsWithTag(db, known))
    const gained = packIds(ids.filter((id) => !both.has(id)))
    change(db, 'INSERT OR IGNORE INTO asset_tags SELECT asset_id, ? FROM asset_tags WHERE tag = ?', known, from.number)
    change(db, 'DELETE FROM tags WHERE number = ?', from.number)
    return { ids, former: [had, { field: 'tag', value: input.to, ids: gained }] }
  }),

  /** Returns the images that had it; null where there is no such tag. */
  'tags.remove': write((db, input: { name: string }): TagChange | null => {
    const tag = findTag(db, input.name)
    if (tag === null) return null
    const ids = idsWithTag(db, tag.number)
    change(db, 'DELETE FROM tags WHERE number = ?', tag.number)
    return { ids, former: [{ field: 'no-tag', value: tag.name, ids: packIds(ids) }] }
  }),
}

export interface TagChange {
  readonly ids: AssetId[]
  readonly former: PreviousAnnotation[]
}

function finish(db: DatabaseSync): void {
  dropUnusedTags(db)
  change(db, 'DELETE FROM chosen')
}

function setField(db: DatabaseSync, field: MarkedField, value: SQLInputValue | undefined): PreviousAnnotation[] {
  if (value === undefined) return []
  const rows = allRows(
    db,
    // CROSS: `chosen` has no statistics, and SQLite would start with all images.
    `SELECT ${field} AS value, group_concat(chosen.id, '') AS ids FROM chosen CROSS JOIN assets ON assets.rowid = place
     WHERE ${field} IS NOT ? GROUP BY ${field}`,
    value,
  )
  if (rows.length === 0) return []
  change(db, `UPDATE assets SET ${field} = ?1 WHERE rowid IN (SELECT place FROM chosen) AND ${field} IS NOT ?1`, value)
  return rows.map((row) => ({ field, value: row['value'] as string | number | null, ids: String(row['ids']) }))
}

function giveTag(db: DatabaseSync, name: string): PreviousAnnotation[] {
  const number = addTag(db, name)
  const lacking = `FROM chosen WHERE NOT EXISTS (SELECT 1 FROM asset_tags WHERE asset_id = chosen.id AND tag = ?1)`
  const ids = oneRow(db, `SELECT group_concat(id, '') AS ids ${lacking}`, number)?.['ids']
  if (typeof ids === 'string') change(db, `INSERT INTO asset_tags (asset_id, tag) SELECT id, ?1 ${lacking}`, number)
  return typeof ids === 'string' ? [{ field: 'tag', value: name, ids }] : []
}

function takeTag(db: DatabaseSync, name: string): PreviousAnnotation[] {
  const found = findTag(db, name)
  if (found === null) return []
  const ids = removeTagFrom(db, found.number)
  return ids === null ? [] : [{ field: 'no-tag', value: found.name, ids }]
}

function refuseTooManyTags(db: DatabaseSync): void {
  const most = oneRow(
    db,
    `SELECT max((SELECT count(*) FROM asset_tags WHERE asset_id = chosen.id)) AS count FROM chosen`,
  )
  if (Number(most?.['count'] ?? 0) <= mostTags) return
  throw new AppError('request/invalid', messages.tooManyTags({ most: mostTags }))
}

function idsWithTag(db: DatabaseSync, number: number): AssetId[] {
  return allRows(db, 'SELECT asset_id FROM asset_tags WHERE tag = ?', number).map((row) => row['asset_id'] as AssetId)
}

function union(packed: readonly string[]): string {
  const [only, ...others] = packed
  return others.length === 0 ? (only ?? '') : packIds([...new Set(packed.flatMap(unpackIds))])
}
