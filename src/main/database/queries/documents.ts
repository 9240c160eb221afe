import type { DatabaseSync } from 'node:sqlite'
import {
  canvasDocumentSchema,
  storedTileSchema,
  type CanvasDocument,
  type MaskSettings,
  type StoredTile,
} from '../../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

// CROSS JOIN: a few tabs look up their pictures, never the other way round, whatever the statistics say.
const selectDocuments = `
  SELECT documents.id, base_id, grow_px, feather_px, sampling, is_active, opened_at_ms, name, width_px, height_px
  FROM documents CROSS JOIN assets ON assets.id = documents.base_id`

function toDocument(row: Record<string, unknown>): CanvasDocument {
  return canvasDocumentSchema.parse({
    id: row['id'],
    baseId: row['base_id'],
    name: row['name'],
    widthPx: row['width_px'],
    heightPx: row['height_px'],
    mask: { growPx: row['grow_px'], featherPx: row['feather_px'], sampling: row['sampling'] },
    isActive: row['is_active'] === 1,
    openedAtMs: row['opened_at_ms'],
  })
}

function requireDocument(db: DatabaseSync, id: DocumentId): CanvasDocument {
  const row = oneRow(db, `${selectDocuments} WHERE documents.id = ?`, id)
  if (row === null) throw new AppError('storage/not-found', 'This picture is not open in the Studio any more.')
  return toDocument(row)
}

function activate(db: DatabaseSync, id: DocumentId): void {
  change(db, `UPDATE documents SET is_active = 0 WHERE is_active = 1 AND id <> ?`, id)
  change(db, `UPDATE documents SET is_active = 1 WHERE id = ?`, id)
}

function activateNeighbour(db: DatabaseSync, closed: CanvasDocument): void {
  const at = [closed.openedAtMs, closed.openedAtMs, closed.id] as const
  const next =
    oneRow(
      db,
      `SELECT id FROM documents WHERE opened_at_ms > ? OR (opened_at_ms = ? AND id > ?)
       ORDER BY opened_at_ms, id LIMIT 1`,
      ...at,
    ) ?? oneRow(db, `SELECT id FROM documents ORDER BY opened_at_ms DESC, id DESC LIMIT 1`)
  if (next !== null) activate(db, next['id'] as DocumentId)
}

function saveTile(db: DatabaseSync, id: DocumentId, tile: StoredTile): void {
  if (tile.deflated === null) {
    const sql = `DELETE FROM mask_tiles WHERE document_id = ? AND layer = ? AND tile_row = ? AND tile_column = ?`
    change(db, sql, id, tile.layer, tile.row, tile.column)
    return
  }
  const sql = `
    INSERT OR REPLACE INTO mask_tiles (document_id, layer, tile_row, tile_column, deflated) VALUES (?, ?, ?, ?, ?)`
  change(db, sql, id, tile.layer, tile.row, tile.column, tile.deflated)
}

export const documents = {
  'documents.list': read((db, _input: null): CanvasDocument[] =>
    allRows(db, `${selectDocuments} ORDER BY opened_at_ms, documents.id`).map(toDocument),
  ),

  /** Brings forward the document that has this base, or opens one with the id given. */
  'documents.open': write(
    (db, input: { id: DocumentId; baseId: AssetId; mask: MaskEdge; openedAtMs: number }): CanvasDocument => {
      const known = oneRow(db, `SELECT id FROM documents WHERE base_id = ? LIMIT 1`, input.baseId)
      const id = known === null ? input.id : (known['id'] as DocumentId)
      if (known === null) {
        change(
          db,
          `INSERT INTO documents (id, base_id, grow_px, feather_px, is_active, opened_at_ms) VALUES (?, ?, ?, ?, 0, ?)`,
          id,
          input.baseId,
          input.mask.growPx,
          input.mask.featherPx,
          input.openedAtMs,
        )
      }
      activate(db, id)
      return requireDocument(db, id)
    },
  ),

  'documents.activate': write((db, input: { id: DocumentId }): void => {
    activate(db, requireDocument(db, input.id).id)
  }),

  /** Its tiles go with it. The neighbouring tab becomes the active one. */
  'documents.close': write((db, input: { id: DocumentId }): void => {
    const document = requireDocument(db, input.id)
    change(db, `DELETE FROM documents WHERE id = ?`, input.id)
    if (document.isActive) activateNeighbour(db, document)
  }),

  'documents.setBase': write((db, input: { id: DocumentId; baseId: AssetId }): CanvasDocument => {
    const before = requireDocument(db, input.id)
    change(db, `UPDATE documents SET base_id = ? WHERE id = ?`, input.baseId, input.id)
    const after = requireDocument(db, input.id)
    if (before.widthPx === after.widthPx && before.heightPx === after.heightPx) return after
    throw new AppError(
      'request/invalid',
      `A picture of ${after.widthPx} × ${after.heightPx} cannot take the place of one of ${before.widthPx} × ${before.heightPx}: the mask would not fit.`,
    )
  }),

  'documents.loadMask': read((db, input: { id: DocumentId }): StoredTile[] => {
    requireDocument(db, input.id)
    return allRows(
      db,
      `SELECT layer, tile_row, tile_column, deflated FROM mask_tiles
       WHERE document_id = ? ORDER BY layer, tile_row, tile_column`,
      input.id,
    ).map((row) =>
      storedTileSchema.parse({
        layer: row['layer'],
        row: row['tile_row'],
        column: row['tile_column'],
        deflated: row['deflated'],
      }),
    )
  }),

  'documents.saveMask': write(
    (db, input: { id: DocumentId; tiles: readonly StoredTile[]; settings: MaskSettings }): void => {
      const { growPx, featherPx, sampling } = input.settings
      requireDocument(db, input.id)
      const sql = `UPDATE documents SET grow_px = ?, feather_px = ?, sampling = ? WHERE id = ?`
      change(db, sql, growPx, featherPx, sampling, input.id)
      for (const tile of input.tiles) saveTile(db, input.id, tile)
    },
  ),
}
