import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import {
  canvasDocumentSchema,
  type CanvasDocument,
  type DocumentState,
  type LayerInfo,
  type StoredTile,
  documentStateSchema,
  newDocumentState,
} from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/database.ts'
import { documentNotOpen } from '../../../shared/messages/en/database.ts'
import { imageGone } from '../../../shared/messages/en/library.ts'
import { checkValue } from '../../../shared/util/check-value.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'
import { dropSurfacesBut, isTileInside, readTiles, saveTiles } from './surface-tiles.ts'

/** Incremented when the same layers render to different pixels. */
const composeVersion = 1

/** Everything stored about an open document. */
export interface LoadedDocument {
  readonly state: DocumentState
  readonly tiles: StoredTile[]
}

/** The visible layers over a document's base, bottom to top. */
export interface DocumentOverlay {
  readonly document: CanvasDocument
  readonly layers: readonly LayerInfo[]
  /** Tiles of the paint layers; none where a composed image exists already. */
  readonly tiles: readonly StoredTile[]
  /** The same for the same pixels over the same base. */
  readonly key: string
  /** The library image this was already composed into; null where there is none (any more). */
  readonly composedId: AssetId | null
}

// CROSS JOIN: a few tabs look up their images, never the other way round, whatever the statistics say.
const selectDocuments = `
  SELECT documents.id, base_id, is_active, opened_at_ms, name, width_px, height_px
  FROM documents CROSS JOIN assets ON assets.id = documents.base_id`

function toDocument(row: Record<string, unknown>): CanvasDocument {
  return canvasDocumentSchema.parse({
    id: row['id'],
    baseId: row['base_id'],
    name: row['name'],
    widthPx: row['width_px'],
    heightPx: row['height_px'],
    isActive: row['is_active'] === 1,
    openedAtMs: row['opened_at_ms'],
  })
}

function requireDocument(db: DatabaseSync, id: DocumentId): CanvasDocument {
  const row = oneRow(db, `${selectDocuments} WHERE documents.id = ?`, id)
  if (row === null) throw new AppError('storage/not-found', documentNotOpen)
  return toDocument(row)
}

function requireBaseSize(db: DatabaseSync, baseId: AssetId): Size {
  const row = oneRow(db, `SELECT width_px, height_px FROM assets WHERE id = ? AND is_purging = 0`, baseId)
  if (row === null) throw new AppError('storage/not-found', imageGone)
  return { widthPx: Number(row['width_px']), heightPx: Number(row['height_px']) }
}

/** Returns the saved state, fitted to its image's size where another program has changed that file. */
function loadState(db: DatabaseSync, document: CanvasDocument): DocumentState {
  const row = oneRow(db, `SELECT state FROM documents WHERE id = ?`, document.id)
  return fitState(parseState(String(row?.['state']), document.name), document)
}

function activate(db: DatabaseSync, id: DocumentId): void {
  change(db, `UPDATE documents SET is_active = 0 WHERE is_active = 1 AND id <> ?`, id)
  change(db, `UPDATE documents SET is_active = 1 WHERE id = ?`, id)
}

function activateNeighbor(db: DatabaseSync, closed: CanvasDocument): void {
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

interface NewDocument {
  readonly id: DocumentId
  readonly baseId: AssetId
  readonly openedAtMs: number
}

function insertDocument(db: DatabaseSync, { id, baseId, openedAtMs }: NewDocument, state: DocumentState): void {
  const sql = `INSERT INTO documents (id, base_id, state, is_active, opened_at_ms) VALUES (?, ?, ?, 0, ?)`
  change(db, sql, id, baseId, JSON.stringify(state), openedAtMs)
}

function findComposed(db: DatabaseSync, id: DocumentId, key: string): AssetId | null {
  const row = oneRow(
    db,
    `SELECT composed_id FROM documents JOIN assets ON assets.id = composed_id
     WHERE documents.id = ? AND composed_key = ? AND trashed_at_ms IS NULL AND is_purging = 0 AND is_missing = 0`,
    id,
    key,
  )
  return row === null ? null : (row['composed_id'] as AssetId)
}

export const documents = {
  'documents.list': read((db, _input: null): CanvasDocument[] =>
    allRows(db, `${selectDocuments} ORDER BY opened_at_ms, documents.id`).map(toDocument),
  ),

  'documents.require': read((db, input: { id: DocumentId }): CanvasDocument => requireDocument(db, input.id)),

  /** Brings forward the document that has this base unless `isNew`, or opens one with the given id. */
  'documents.open': write((db, input: NewDocument & { edge: MaskEdge; isNew?: boolean }): CanvasDocument => {
    const sql = `SELECT id FROM documents WHERE base_id = ? ORDER BY opened_at_ms DESC LIMIT 1`
    const known = input.isNew === true ? null : oneRow(db, sql, input.baseId)
    const id = known === null ? input.id : (known['id'] as DocumentId)
    if (known === null) {
      const state = newDocumentState(requireBaseSize(db, input.baseId), input.edge)
      insertDocument(db, input, { ...state, isFresh: true })
    }
    activate(db, id)
    return requireDocument(db, id)
  }),

  /** Opens a complete document, as from a project file. */
  'documents.create': write((db, input: NewDocument & LoadedDocument): CanvasDocument => {
    requireSize(requireBaseSize(db, input.baseId), input.state.size)
    insertDocument(db, input, input.state)
    saveTiles(db, input.id, input.tiles)
    activate(db, input.id)
    return requireDocument(db, input.id)
  }),

  'documents.activate': write((db, input: { id: DocumentId }): void => {
    activate(db, requireDocument(db, input.id).id)
  }),

  /** Deletes its tiles too. The neighboring tab becomes active. */
  'documents.close': write((db, input: { id: DocumentId }): void => {
    const document = requireDocument(db, input.id)
    change(db, `DELETE FROM documents WHERE id = ?`, input.id)
    if (document.isActive) activateNeighbor(db, document)
  }),

  /** A write: tiles of removed surfaces are kept until the removal can no longer be undone, which is now. */
  'documents.load': write((db, input: { id: DocumentId }): LoadedDocument => {
    const state = loadState(db, requireDocument(db, input.id))
    dropSurfacesBut(db, input.id, surfaceIds(state))
    return { state, tiles: readTiles(db, input.id).filter((tile) => isTileInside(tile, state.size)) }
  }),

  /** The stored document, for files generated from it. */
  'documents.read': read((db, input: { id: DocumentId }): LoadedDocument & { document: CanvasDocument } => {
    const document = requireDocument(db, input.id)
    const state = loadState(db, document)
    const tiles = readTiles(db, document.id, surfaceIds(state)).filter((tile) => isTileInside(tile, state.size))
    return { document, state, tiles }
  }),

  /** All or nothing: after a kill, either the previous save or this one is on disk. */
  /** Returns whether the base is a different image now. */
  'documents.save': write(
    (db, input: { id: DocumentId; baseId: AssetId; isWhole: boolean } & LoadedDocument): boolean => {
      const { id, baseId, state, tiles, isWhole } = input
      const current = requireDocument(db, id)
      requireSize(requireBaseSize(db, baseId), state.size)
      // Unchanged data is not rewritten.
      const sql = `UPDATE documents SET base_id = ?, state = ? WHERE id = ? AND (base_id <> ? OR state <> ?)`
      const json = JSON.stringify(state)
      change(db, sql, baseId, json, id, baseId, json)
      if (isWhole) dropSurfacesBut(db, id, [])
      saveTiles(db, id, tiles)
      return current.baseId !== baseId
    },
  ),

  'documents.overlay': read((db, input: { id: DocumentId }): DocumentOverlay => {
    const document = requireDocument(db, input.id)
    const visible = visibleLayers(loadState(db, document))
    const paint = visible.filter(({ kind }) => kind === 'paint').map(({ id }) => id)
    const tiles = readTiles(db, document.id, paint).filter((tile) => isTileInside(tile, document))
    const painted = new Set(tiles.map(({ surfaceId }) => surfaceId))
    const layers = visible.filter(({ kind, id }) => kind === 'picture' || painted.has(id))
    const key = overlayKey(document.baseId, layers, tiles)
    const composedId = findComposed(db, document.id, key)
    return { document, layers, tiles: composedId === null ? tiles : [], key, composedId }
  }),

  'documents.rememberComposed': write((db, input: { id: DocumentId; key: string; composedId: AssetId }): void => {
    const sql = `UPDATE documents SET composed_key = ?, composed_id = ? WHERE id = ?`
    change(db, sql, input.key, input.composedId, input.id)
  }),
}

/** The same for everything that renders to the same pixels: names and hidden layers do not count. */
function overlayKey(baseId: AssetId, layers: readonly LayerInfo[], tiles: readonly StoredTile[]): string {
  const hash = createHash('sha256')
  const add = (value: unknown): void => void hash.update(JSON.stringify(value)).update('\n')
  add([composeVersion, baseId])
  for (const layer of layers) {
    add(layer.kind === 'picture' ? [layer.opacity, layer.assetId, layer.placement] : [layer.opacity])
    if (layer.kind !== 'paint') continue
    for (const { surfaceId, column, row, deflated } of tiles) {
      if (surfaceId !== layer.id || deflated === null) continue
      add([column, row, deflated.length])
      hash.update(deflated)
    }
  }
  return hash.digest('hex')
}

/** @throws storage/corrupt where it is not a valid saved state */
function parseState(json: string, name: string): DocumentState {
  const parsed = checkValue(documentStateSchema, JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError('storage/corrupt', messages.documentDamaged({ name }), {
    detail: { issue: parsed.error.issues[0]?.path.join('.') ?? '' },
  })
}

/** Drops a frame and a box drawn on an image of another size. */
function fitState(state: DocumentState, { widthPx, heightPx }: Size): DocumentState {
  if (isSameSize(state.size, { widthPx, heightPx })) return state
  return { ...state, size: { widthPx, heightPx }, frame: null, edit: { ...state.edit, box: null } }
}

/** @throws request/invalid where base and state differ in size */
function requireSize(base: Size, state: Size): void {
  if (isSameSize(base, state)) return
  throw new AppError(
    'request/invalid',
    messages.documentSizeDiffers({
      width: base.widthPx,
      height: base.heightPx,
      documentWidth: state.widthPx,
      documentHeight: state.heightPx,
    }),
  )
}

/** Ids of everything in a document that has tiles. */
function surfaceIds({ masks, layers }: DocumentState): string[] {
  const painted = layers.filter(({ kind }) => kind === 'paint')
  return [samplingSurfaceId, ...masks.map(({ id }) => id), ...painted.map(({ id }) => id)]
}

function visibleLayers({ layers }: DocumentState): LayerInfo[] {
  return layers.filter(({ isVisible, opacity }) => isVisible && opacity > 0)
}

function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}
