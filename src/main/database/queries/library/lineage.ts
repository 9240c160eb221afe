import type { DatabaseSync } from 'node:sqlite'
import type { Lineage, Uses } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { read } from '../operation.ts'
import { allRows } from '../statement.ts'

/** The images an image was made from; a missing one ends the line. */
const up = `
  UNION SELECT above.id FROM family JOIN assets ON assets.id = family.id JOIN assets AS above ON above.id = assets.parent_id
    WHERE above.is_purging = 0
  UNION SELECT above.id FROM family JOIN asset_links ON to_id = family.id JOIN assets AS above ON above.id = from_id
    WHERE above.is_purging = 0`
/** The images made from it. */
const down = `
  UNION SELECT below.id FROM family JOIN assets AS below ON below.parent_id = family.id WHERE below.is_purging = 0
  UNION SELECT below.id FROM family JOIN asset_links ON from_id = family.id JOIN assets AS below ON below.id = to_id
    WHERE below.is_purging = 0`

export const lineage = {
  /**
   * The nearest where there are more than `most`: ancestors and descendants, then other relatives. Null where there is
   * no such image.
   */
  'lineage.of': read((db, { id, most }: { id: AssetId; most: number }): Lineage | null => {
    const found = new Set<AssetId>()
    for (const ways of [up, down, up + down]) {
      for (const relative of walk(db, id, ways, most + 1)) if (found.size <= most) found.add(relative)
    }
    if (found.size === 0) return null
    const members = JSON.stringify([...found].slice(0, most))
    return { members: oldestFirst(db, members), links: linksBetween(db, members), isCut: found.size > most }
  }),

  /** A source in the trash still counts; a use in the trash does not. Ids increase with time. */
  'lineage.uses': read((db, { id, most }: { id: AssetId; most: number }): Uses => {
    const sources = allRows(
      db,
      `SELECT from_id, to_id, how FROM asset_links JOIN assets ON assets.id = from_id WHERE to_id = ? AND is_purging = 0
       ORDER BY from_id, how`,
      id,
    )
    const uses = allRows(
      db,
      `SELECT from_id, to_id, how FROM asset_links JOIN assets ON assets.id = to_id
       WHERE from_id = ? AND trashed_at_ms IS NULL AND is_purging = 0 ORDER BY to_id DESC LIMIT ?`,
      id,
      most + 1,
    )
    return { links: [...sources, ...uses.slice(0, most)].map(toLink), isCut: uses.length > most }
  }),
}

/** Breadth first: recursive rows wait in a queue. UNION visits each image once, so that cycles end. */
function walk(db: DatabaseSync, id: AssetId, ways: string, limit: number): AssetId[] {
  const sql = `WITH RECURSIVE family (id) AS (SELECT id FROM assets WHERE id = ? AND is_purging = 0 ${ways})
    SELECT id FROM family LIMIT ?`
  return allRows(db, sql, id, limit).map((row) => row['id'] as AssetId)
}

function oldestFirst(db: DatabaseSync, members: string): AssetId[] {
  return allRows(
    db,
    'SELECT id FROM assets WHERE id IN (SELECT value FROM json_each(?)) ORDER BY created_at_ms, id',
    members,
  ).map((row) => row['id'] as AssetId)
}

function linksBetween(db: DatabaseSync, members: string): Lineage['links'] {
  return allRows(
    db,
    `WITH members AS MATERIALIZED (SELECT value AS id FROM json_each(?))
     SELECT parent_id AS from_id, id AS to_id, 'parent' AS how FROM assets WHERE id IN members AND parent_id IN members
     UNION ALL
     SELECT from_id, to_id, how FROM asset_links WHERE to_id IN members AND from_id IN members`,
    members,
  ).map(toLink)
}

function toLink(row: ReturnType<typeof allRows>[number]): Lineage['links'][number] {
  return {
    fromId: row['from_id'] as AssetId,
    toId: row['to_id'] as AssetId,
    how: row['how'] as Lineage['links'][number]['how'],
  }
}
