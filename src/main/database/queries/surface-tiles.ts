import type { DatabaseSync } from 'node:sqlite'
import type { StoredTile } from '../../../shared/domain/canvas-document.ts'
import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { DocumentId } from '../../../shared/domain/ids.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { allRows, change } from './statement.ts'

const upsert = `
  INSERT INTO surface_tiles (document_id, surface_id, tile_row, tile_column, deflated) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (document_id, surface_id, tile_row, tile_column) DO UPDATE SET deflated = excluded.deflated`
const remove = `
  DELETE FROM surface_tiles WHERE document_id = ? AND surface_id = ? AND tile_row = ? AND tile_column = ?`

export function saveTiles(db: DatabaseSync, id: DocumentId, tiles: readonly StoredTile[]): void {
  for (const { surfaceId, row, column, deflated } of tiles) {
    if (deflated === null) change(db, remove, id, surfaceId, row, column)
    else change(db, upsert, id, surfaceId, row, column, deflated)
  }
}

export function dropSurfacesBut(db: DatabaseSync, id: DocumentId, kept: readonly string[]): void {
  const sql = `
    DELETE FROM surface_tiles WHERE document_id = ? AND surface_id NOT IN (SELECT value FROM json_each(?))`
  change(db, sql, id, JSON.stringify(kept))
}

const selectTiles = `SELECT surface_id, tile_row, tile_column, deflated FROM surface_tiles WHERE document_id = ?`

/** Of all surfaces, or of those given. */
export function readTiles(db: DatabaseSync, id: DocumentId, surfaceIds?: readonly string[]): StoredTile[] {
  const order = `ORDER BY surface_id, tile_row, tile_column`
  const rows =
    surfaceIds === undefined
      ? allRows(db, `${selectTiles} ${order}`, id)
      : allRows(
          db,
          `${selectTiles} AND surface_id IN (SELECT value FROM json_each(?)) ${order}`,
          id,
          JSON.stringify(surfaceIds),
        )
  return rows.map((row) => ({
    surfaceId: String(row['surface_id']),
    row: Number(row['tile_row']),
    column: Number(row['tile_column']),
    deflated: row['deflated'] as Uint8Array<ArrayBuffer>,
  }))
}

export function isTileInside({ column, row }: StoredTile, { widthPx, heightPx }: Size): boolean {
  return column * tilePx < widthPx && row * tilePx < heightPx
}
