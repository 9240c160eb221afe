import { DatabaseSync } from 'node:sqlite'
import { deflateSync } from 'node:zlib'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { AssetId, CollectionId, DocumentId, JobId } from '../../src/shared/domain/ids.ts'
import { plainGeneration } from './build-asset.ts'
import { buildJob } from './build-job.ts'

export interface OlderContent {
  readonly documents: readonly { id: DocumentId; growPx: number; featherPx: number; sampling: string }[]
  readonly assetIds: readonly AssetId[]
  readonly jobId: JobId
  /** From version 9 on: annotations of the first image, and its collection. */
  readonly isMarked: boolean
}

export const olderVersions = allMigrations.slice(0, -1).map(({ version }) => version)

/** Last schema version in which documents had one mask. */
const lastOfOneMask = 3

const firstWithMarks = 9
const firstWithFoldedTags = 14

/** Returns coverage of a tile in which every pixel has this value. */
export function flatTile(value: number, channels = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(deflateSync(new Uint8Array(65_536 * channels).fill(value)))
}

/**
 * Writes a database as a program with that schema left it: `images` images, two documents with painted tiles (from
 * version 2 on the second with a sampling area), a job, and from version 5 on a pending attempt.
 */
export function writeOlderDatabase(file: string, version: number, images = 2): OlderContent {
  const db = new DatabaseSync(file)
  // Later steps convert documents with one mask themselves, so they must find them as originally written.
  const isFirst = (step: { version: number }) => step.version <= Math.min(version, lastOfOneMask)
  for (const step of allMigrations.filter(isFirst)) step.apply(db)
  db.exec('BEGIN')
  const assetIds = Array.from({ length: images }, () => newId<AssetId>())
  // The second one was made with a part of the first, with it as a reference, and with it as the control image.
  for (const [n, id] of assetIds.entries()) insertAsset(db, id, n === 1 ? assetIds[0]! : null)
  const documents = [
    { id: newId<DocumentId>(), growPx: 4, featherPx: 4, sampling: 'automatic' },
    { id: newId<DocumentId>(), growPx: 12, featherPx: 2.5, sampling: version < 2 ? 'automatic' : 'painted' },
  ]
  for (const [n, { id, growPx, featherPx, sampling }] of documents.entries()) {
    const sql = `INSERT INTO documents (id, base_id, grow_px, feather_px, is_active, opened_at_ms) VALUES (?, ?, ?, ?, ?, ?)`
    db.prepare(sql).run(id, assetIds[n]!, growPx, featherPx, n, n)
    const tile = `INSERT INTO mask_tiles (document_id, tile_row, tile_column, deflated) VALUES (?, ?, ?, ?)`
    db.prepare(tile).run(id, 0, 0, flatTile(50 + n))
    if (version < 2 || n === 0) continue
    db.prepare(`UPDATE documents SET sampling = ? WHERE id = ?`).run(sampling, id)
    const sampled = `INSERT INTO mask_tiles (document_id, layer, tile_row, tile_column, deflated) VALUES (?, 'sampling', 0, 0, ?)`
    db.prepare(sampled).run(id, flatTile(200))
  }
  const job = buildJob({ documentId: documents[0]!.id, state: 'done' })
  const { operation: _o, provider: _p, attempts: _a, ...older } = job
  const snapshot = version < 3 ? { ...older, engine: 'content-aware-fill' } : job
  db.prepare(`INSERT INTO jobs (id, document_id, state, created_at_ms, snapshot) VALUES (?, ?, 'done', 1, ?)`).run(
    job.id,
    job.documentId,
    JSON.stringify(snapshot),
  )
  db.exec('COMMIT')
  for (const step of allMigrations.filter((migration) => !isFirst(migration) && migration.version <= version))
    step.apply(db)
  if (version >= 5) insertAttempt(db)
  if (version >= firstWithMarks) insertMarks(db, assetIds[0]!, version)
  db.exec(`PRAGMA user_version = ${version}`)
  db.close()
  return { documents, assetIds, jobId: job.id, isMarked: version >= firstWithMarks }
}

function insertAttempt(db: DatabaseSync): void {
  db.exec(
    `INSERT INTO ledger (day, at_ms, call_id, provider, model, operation, pictures, estimate_usd, started_by)
     VALUES ('2026-11-20', 1, 'call-1', 'openai', 'gpt-image-1', 'generate', 1, 0.04, 'window')`,
  )
}

/** Before version 14 tags folded case for the Latin alphabet only: two spellings of one tag. */
function insertMarks(db: DatabaseSync, id: AssetId, version: number): void {
  db.prepare(`UPDATE assets SET rating = 4, flag = 'pick', label = 'red', notes = 'for the wall' WHERE id = ?`).run(id)
  for (const name of version < firstWithFoldedTags ? ['Möwe', 'MÖWE', 'sea'] : ['Möwe', 'sea']) {
    const { lastInsertRowid } = db.prepare('INSERT INTO tags (name) VALUES (?)').run(name)
    if (version >= firstWithFoldedTags) db.exec('UPDATE tags SET folded = lower(name)')
    db.prepare('INSERT INTO asset_tags (asset_id, tag) VALUES (?, ?)').run(id, lastInsertRowid)
  }
  const collection = newId<CollectionId>()
  db.prepare(`INSERT INTO collections (id, name, kind, position) VALUES (?, 'Gulls', 'manual', 1)`).run(collection)
  db.prepare('INSERT INTO collection_assets (collection_id, asset_id, added_at_ms) VALUES (?, ?, 1)').run(
    collection,
    id,
  )
}

function insertAsset(db: DatabaseSync, id: AssetId, takenFromId: AssetId | null): void {
  const recipe = { operation: 'import', provider: null, model: null, seed: null, prompt: null, growPx: null }
  const measured = { featherPx: null, changedInside: null, changedOutside: null, timingMs: null, costUsd: null }
  const generation = takenFromId && { ...plainGeneration, referenceIds: [takenFromId], control: controlBy(takenFromId) }
  db.prepare(
    `INSERT INTO assets (id, name, relative_path, mime, width_px, height_px, file_bytes, modified_at_ms, has_alpha,
       is_showable, sha256, created_at_ms, has_mask, recipe)
     VALUES (?, 'coffee', ?, 'image/png', 300, 200, 1, 1, 0, 1, ?, 1, 0, ?)`,
  ).run(
    id,
    `2026/${id}.png`,
    id.toLowerCase().padEnd(64, '0'),
    JSON.stringify({ ...recipe, ...measured, takenFromId, generation }),
  )
}

const controlBy = (imageId: AssetId) => ({ imageId, net: 'canny', strength: 1, findsEdges: false })
