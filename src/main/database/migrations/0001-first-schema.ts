import type { Migration } from './migration.ts'

const assetTables = `
  CREATE TABLE assets (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    relative_path TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    width_px INTEGER NOT NULL CHECK (width_px > 0),
    height_px INTEGER NOT NULL CHECK (height_px > 0),
    file_bytes INTEGER NOT NULL CHECK (file_bytes >= 0),
    modified_at_ms INTEGER NOT NULL,
    has_alpha INTEGER NOT NULL CHECK (has_alpha IN (0, 1)),
    is_showable INTEGER NOT NULL CHECK (is_showable IN (0, 1)),
    sha256 TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER,
    parent_id TEXT REFERENCES assets (id) ON UPDATE CASCADE ON DELETE SET NULL,
    has_mask INTEGER NOT NULL CHECK (has_mask IN (0, 1)),
    is_missing INTEGER NOT NULL DEFAULT 0 CHECK (is_missing IN (0, 1)),
    -- Set before the files of a picture are deleted for good, so that a crash in between can be finished.
    is_purging INTEGER NOT NULL DEFAULT 0 CHECK (is_purging IN (0, 1)),
    recipe TEXT NOT NULL CHECK (json_valid(recipe))
  ) STRICT;
  CREATE INDEX assets_gallery ON assets (created_at_ms DESC, id DESC)
    WHERE trashed_at_ms IS NULL AND is_purging = 0;
  CREATE INDEX assets_trash ON assets (created_at_ms DESC, id DESC, trashed_at_ms)
    WHERE trashed_at_ms IS NOT NULL AND is_purging = 0;
  CREATE INDEX assets_purging ON assets (id) WHERE is_purging = 1;
  CREATE INDEX assets_parent ON assets (parent_id, created_at_ms DESC, id DESC) WHERE parent_id IS NOT NULL;
  CREATE INDEX assets_sha256 ON assets (sha256);

  -- Files in the library folder that are not pictures, so that a sweep need not read them again.
  CREATE TABLE skipped_files (
    relative_path TEXT NOT NULL PRIMARY KEY,
    file_bytes INTEGER NOT NULL,
    modified_at_ms INTEGER NOT NULL
  ) STRICT;
`

const documentTables = `
  CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    base_id TEXT NOT NULL REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
    grow_px REAL NOT NULL,
    feather_px REAL NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    opened_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX documents_base ON documents (base_id);
  CREATE INDEX documents_tabs ON documents (opened_at_ms, id);
  CREATE UNIQUE INDEX documents_active ON documents (is_active) WHERE is_active = 1;

  CREATE TABLE mask_tiles (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    tile_row INTEGER NOT NULL CHECK (tile_row BETWEEN 0 AND 63),
    tile_column INTEGER NOT NULL CHECK (tile_column BETWEEN 0 AND 63),
    -- 256 x 256 bytes of coverage, zlib.
    deflated BLOB NOT NULL,
    PRIMARY KEY (document_id, tile_row, tile_column)
  ) STRICT;
`

const jobTables = `
  CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    document_id TEXT,
    state TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    snapshot TEXT NOT NULL CHECK (json_valid(snapshot))
  ) STRICT;
  CREATE INDEX jobs_document ON jobs (document_id, created_at_ms, id);
  CREATE INDEX jobs_unfinished ON jobs (created_at_ms, id) WHERE state IN ('queued', 'running');
`

export const firstSchema: Migration = {
  version: 1,
  apply: (db) => {
    for (const tables of [assetTables, documentTables, jobTables]) db.exec(tables)
  },
}
