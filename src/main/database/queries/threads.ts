import type { DatabaseSync } from 'node:sqlite'
import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId, DocumentId, JobId, ThreadId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { threadDraftSchema, threadSchema, type Thread, type ThreadDraft } from '../../../shared/domain/thread.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import { toSnapshot } from './jobs.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

interface ThreadImage {
  readonly id: AssetId
  readonly parentId: AssetId | null
  readonly recipe: Recipe
  readonly fileBytes: number
  /** The model's own record of the turn; null = there is none. */
  readonly record: string | null
}

/** Longer conversations are never sent. */
const chainMax = 200
const columns = 'id, document_id, root_id, current_id, tip_id, created_at_ms, draft'

export const threadOperations = {
  /**
   * Also those whose document was closed and whose first image this document shows. A damaged one is counted, and does
   * not hide the others.
   */
  'threads.ofDocument': read((db, { documentId }: { documentId: DocumentId | null }): ListedThreads => {
    const rows = allRows(
      db,
      `SELECT ${columns} FROM threads WHERE removed_at_ms IS NULL AND (document_id IS ?1
         OR ((document_id IS NULL OR document_id NOT IN (SELECT id FROM documents))
           AND root_id = (SELECT base_id FROM documents WHERE id = ?1)))
       ORDER BY created_at_ms, id`,
      documentId,
    )
    const threads = rows.map(toThread).filter((thread) => thread !== null)
    return { threads, damaged: rows.length - threads.length }
  }),

  'threads.find': read((db, { id }: { id: ThreadId }): Thread | null => {
    const row = oneRow(db, `SELECT ${columns} FROM threads WHERE id = ? AND removed_at_ms IS NULL`, id)
    return row === null ? null : toThread(row)
  }),

  /** Oldest first, without damaged ones. */
  'threads.steps': read((db, { id }: { id: ThreadId }): JobSnapshot[] =>
    allRows(
      db,
      `SELECT snapshot FROM jobs WHERE json_extract(snapshot, '$.threadId') = ? ORDER BY created_at_ms, id`,
      id,
    ).flatMap(toSteps),
  ),

  /**
   * The thread that holds an image, of this document or of none that is open: it belongs to this document from now on.
   * Otherwise a new one, also where that thread is damaged.
   */
  'threads.start': write((db, input: NewThread): Thread => {
    const { assetId, documentId } = input
    const found = allRows(
      db,
      `SELECT ${columns} FROM threads WHERE removed_at_ms IS NULL
         AND (id = (SELECT json_extract(snapshot, '$.threadId') FROM jobs WHERE id = ?1) OR root_id = ?1)
         AND (?2 IS NULL OR document_id IS NULL OR document_id = ?2 OR document_id NOT IN (SELECT id FROM documents))
       ORDER BY document_id IS ?2 DESC, root_id = ?1, created_at_ms DESC`,
      assetId,
      documentId,
    ).find((row) => toThread(row) !== null)
    if (found === undefined) {
      const sql = `INSERT INTO threads (id, document_id, root_id, created_at_ms) VALUES (?, ?, ?, ?)
        RETURNING ${columns}`
      return toThread(oneRow(db, sql, input.id, documentId, assetId, input.nowMs)!)!
    }
    const sql = `UPDATE threads SET document_id = coalesce(?, document_id) WHERE id = ? RETURNING ${columns}`
    return toThread(oneRow(db, sql, documentId, String(found['id']))!)!
  }),

  /** Null where there is no such thread. */
  'threads.go': write((db, { id, currentId, tipId }: Position): Thread | null => {
    const sql = `UPDATE threads SET current_id = ?, tip_id = ? WHERE id = ? AND removed_at_ms IS NULL RETURNING ${columns}`
    const row = oneRow(db, sql, currentId, tipId, id)
    return row === null ? null : toThread(row)
  }),

  'threads.keepDraft': write((db, { id, draft }: { id: ThreadId; draft: ThreadDraft | null }): void => {
    change(db, 'UPDATE threads SET draft = ? WHERE id = ?', draft === null ? null : JSON.stringify(draft), id)
  }),

  /** `atMs` null = restore. Returns how many changed. */
  'threads.remove': write((db, { id, atMs }: { id: ThreadId; atMs: number | null }): number =>
    change(db, 'UPDATE threads SET removed_at_ms = ? WHERE id = ?', atMs, id),
  ),

  /** The image and those it goes on from, step by step, newest first. */
  'threads.chain': read((db, { imageId }: { imageId: AssetId }): ThreadImage[] => chainOf(db, imageId)),

  'threads.keepRecord': write((db, { imageId, record }: { imageId: AssetId; record: string }): void => {
    change(db, 'INSERT OR REPLACE INTO turn_records (asset_id, record) VALUES (?, ?)', imageId, record)
  }),
}

interface ListedThreads {
  /** Oldest first. */
  readonly threads: Thread[]
  readonly damaged: number
}

interface NewThread {
  readonly id: ThreadId
  readonly documentId: DocumentId | null
  readonly assetId: AssetId
  readonly nowMs: number
}

interface Position {
  readonly id: ThreadId
  readonly currentId: JobId | null
  readonly tipId: JobId | null
}

function chainOf(db: DatabaseSync, imageId: AssetId): ThreadImage[] {
  const rows = allRows(
    db,
    `WITH RECURSIVE chain (id, depth) AS (
       SELECT ?, 0
       UNION ALL
       SELECT assets.parent_id, depth + 1 FROM chain JOIN assets ON assets.id = chain.id
         WHERE assets.parent_id IS NOT NULL AND depth < ${chainMax}
           AND json_extract(assets.recipe, '$.generation.threadId') IS NOT NULL
     )
     SELECT assets.id, parent_id, recipe, file_bytes, record FROM chain JOIN assets ON assets.id = chain.id
       LEFT JOIN turn_records ON turn_records.asset_id = assets.id ORDER BY depth`,
    imageId,
  )
  return rows.map((row) => ({
    id: row['id'] as AssetId,
    parentId: row['parent_id'] as AssetId | null,
    recipe: JSON.parse(String(row['recipe'])) as Recipe,
    fileBytes: Number(row['file_bytes']),
    record: typeof row['record'] === 'string' ? row['record'] : null,
  }))
}

/** null = the row is damaged. Words that cannot be read are dropped: they are not worth the conversation. */
function toThread(row: Record<string, unknown>): Thread | null {
  const thread = {
    id: row['id'],
    documentId: row['document_id'],
    rootId: row['root_id'],
    currentId: row['current_id'],
    tipId: row['tip_id'],
    createdAtMs: row['created_at_ms'],
    draft: threadDraftSchema.safeParse(parseJson(String(row['draft']))).data ?? null,
  }
  return threadSchema.safeParse(thread).data ?? null
}

function toSteps(row: Record<string, unknown>): JobSnapshot[] {
  try {
    return [toSnapshot(row)]
  } catch {
    return []
  }
}
