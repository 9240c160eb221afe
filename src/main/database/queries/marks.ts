import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../../shared/domain/annotations.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { packIds, unpackIds } from '../../../shared/domain/packed-ids.ts'
import { chooseAssets } from './chosen-assets.ts'
import { foldTag } from './fold-tag.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'
import { addTag, dropUnusedTags, findTag, removeTagFrom } from './tag-rows.ts'

/** Pictures that had the same mark before a change. */
export interface FormerMark {
  /** `tag`: they did not have the tag named by `value`; `no-tag`: they had it. */
  readonly field: MarkedField | 'tag' | 'no-tag'
  readonly value: string | number | null
  /** Packed: of a million pictures it is one text. */
  readonly ids: string
}

const markedFields = ['rating', 'flag', 'label', 'notes'] as const
type MarkedField = (typeof markedFields)[number]

const mostTags = 200

export const marks = {
  /** Changes all of them or none. What they were before, and which ones are different now. */
  'marks.change': write(
    (db, input: { ids: readonly AssetId[]; change: AnnotationChange }): { former: FormerMark[]; changed: string } => {
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

  /** Puts back what was. Which pictures are different now; those that are gone are passed over. */
  'marks.restore': write((db, input: { former: readonly FormerMark[] }): string => {
    // Backwards: what was added after it was removed has to go before it comes back.
    const changed = input.former.toReversed().flatMap(({ field, value, ids }) => {
      chooseAssets(db, unpackIds(ids))
      if (field === 'tag') {
        const taken = takeTag(db, String(value))
        // What comes back next may be the same tag in its former spelling.
        dropUnusedTags(db)
        return taken
      }
      if (field === 'no-tag') return giveTag(db, String(value))
      return setField(db, field, value)
    })
    finish(db)
    return union(changed.map(({ ids }) => ids))
  }),

  /** By name; counted are pictures that are not in the trash. */
  'tags.list': read((db, _input: null): { name: string; count: number }[] =>
    allRows(
      db,
      `SELECT name, (SELECT count(*) FROM asset_tags JOIN assets ON assets.id = asset_id
         WHERE tag = number AND trashed_at_ms IS NULL AND is_purging = 0) AS count
       FROM tags ORDER BY name`,
    ).map((row) => ({ name: String(row['name']), count: Number(row['count']) })),
  ),

  /** Into one that is there already: both become one. The pictures that had it; null where there is no such tag. */
  'tags.rename': write((db, input: { from: string; to: string }): TagChange | null => {
    const from = findTag(db, input.from)
    if (from === null) return null
    const known = findTag(db, input.to)?.number ?? null
    const ids = idsWithTag(db, from.number)
    const had: FormerMark = { field: 'no-tag', value: from.name, ids: packIds(ids) }
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

  /** The pictures that had it; null where there is no such tag. */
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
  readonly former: FormerMark[]
}

function finish(db: DatabaseSync): void {
  dropUnusedTags(db)
  change(db, 'DELETE FROM chosen')
}

function setField(db: DatabaseSync, field: MarkedField, value: SQLInputValue | undefined): FormerMark[] {
  if (value === undefined) return []
  const rows = allRows(
    db,
    // CROSS: nobody has counted the chosen ones, and SQLite would begin with all there are.
    `SELECT ${field} AS value, group_concat(chosen.id, '') AS ids FROM chosen CROSS JOIN assets ON assets.rowid = place
     WHERE ${field} IS NOT ? GROUP BY ${field}`,
    value,
  )
  if (rows.length === 0) return []
  change(db, `UPDATE assets SET ${field} = ?1 WHERE rowid IN (SELECT place FROM chosen) AND ${field} IS NOT ?1`, value)
  return rows.map((row) => ({ field, value: row['value'] as string | number | null, ids: String(row['ids']) }))
}

function giveTag(db: DatabaseSync, name: string): FormerMark[] {
  const number = addTag(db, name)
  const lacking = `FROM chosen WHERE NOT EXISTS (SELECT 1 FROM asset_tags WHERE asset_id = chosen.id AND tag = ?1)`
  const ids = oneRow(db, `SELECT group_concat(id, '') AS ids ${lacking}`, number)?.['ids']
  if (typeof ids === 'string') change(db, `INSERT INTO asset_tags (asset_id, tag) SELECT id, ?1 ${lacking}`, number)
  return typeof ids === 'string' ? [{ field: 'tag', value: name, ids }] : []
}

function takeTag(db: DatabaseSync, name: string): FormerMark[] {
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
  throw new AppError(
    'request/invalid',
    `An image can have ${mostTags} tags, and with these it would have more. Nothing was changed.`,
  )
}

function idsWithTag(db: DatabaseSync, number: number): AssetId[] {
  return allRows(db, 'SELECT asset_id FROM asset_tags WHERE tag = ?', number).map((row) => row['asset_id'] as AssetId)
}

function union(packed: readonly string[]): string {
  const [only, ...others] = packed
  return others.length === 0 ? (only ?? '') : packIds([...new Set(packed.flatMap(unpackIds))])
}
