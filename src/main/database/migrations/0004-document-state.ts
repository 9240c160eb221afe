import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from './migration.ts'

/**
 * Lets a document have any number of masks and layers: everything but its pixels is one JSON value, and tiles belong to
 * a named surface. The former mask becomes the surface `mask-1`.
 */
export const addDocumentState: Migration = {
  version: 4,
  apply: (db) => {
    createTables(db)
    db.exec(`
      INSERT INTO documents (id, base_id, state, is_active, opened_at_ms)
        SELECT old.id, base_id, ${stateOfOldRow}, is_active, opened_at_ms
        FROM documents_with_one_mask AS old JOIN assets ON assets.id = old.base_id;
      INSERT INTO surface_tiles (document_id, surface_id, tile_row, tile_column, deflated)
        SELECT document_id, CASE layer WHEN 'mask' THEN 'mask-1' ELSE layer END, tile_row, tile_column, deflated
        FROM mask_tiles WHERE document_id IN (SELECT id FROM documents);
      DROP TABLE mask_tiles;
      DROP TABLE documents_with_one_mask;
    `)
    createIndexes(db)
  },
}

/** Out of range only in a damaged file. */
const growPx = `min(max(grow_px, 0.0), 512.0)`
const featherPx = `min(max(feather_px, 0.0), 512.0)`

/** The schema as of this step, written out, since the program's own may change. */
const stateOfOldRow = `json_object(
  'version', 1,
  'size', json_object('widthPx', width_px, 'heightPx', height_px),
  'masks', json('[{"id":"mask-1","name":"Mask","tint":"#ff4d5e","strength":1,"isOn":true}]'),
  'layers', json('[]'),
  'targetId', 'mask-1',
  'sampling', sampling,
  'frame', NULL,
  'edit', json_object(
    'intent', 'fill',
    'isEdgeAutomatic', json(iif(grow_px = 4 AND feather_px = 4, 'true', 'false')),
    'growPx', ${growPx},
    'featherPx', ${featherPx},
    'box', NULL
  ),
  'words', json('{"prompt":"","negativePrompt":""}')
)`

function createTables(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE documents RENAME TO documents_with_one_mask;
    CREATE TABLE documents (
      id TEXT NOT NULL PRIMARY KEY,
      base_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
      state TEXT NOT NULL CHECK (json_valid(state)),
      -- The picture that base and visible layers were last put together in, and a hash of what they were then.
      composed_id TEXT,
      composed_key TEXT,
      is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
      opened_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE surface_tiles (
      document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
      surface_id TEXT NOT NULL,
      tile_row INTEGER NOT NULL CHECK (tile_row BETWEEN 0 AND 63),
      tile_column INTEGER NOT NULL CHECK (tile_column BETWEEN 0 AND 63),
      -- 256 x 256 pixels, zlib: one byte of coverage each, or four (RGBA) on a paint layer.
      deflated BLOB NOT NULL,
      PRIMARY KEY (document_id, surface_id, tile_row, tile_column)
    ) STRICT;
  `)
}

/** The renamed table keeps the old indexes under their names. */
function createIndexes(db: DatabaseSync): void {
  db.exec(`
    CREATE INDEX documents_base ON documents (base_id);
    CREATE INDEX documents_tabs ON documents (opened_at_ms, id);
    CREATE UNIQUE INDEX documents_active ON documents (is_active) WHERE is_active = 1;
  `)
}
