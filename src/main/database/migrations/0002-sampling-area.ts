import type { Migration } from './migration.ts'

/** Adds a second painted layer, the area the fill may copy from, and whether it is enabled. */
export const samplingArea: Migration = {
  version: 2,
  apply: (db) =>
    db.exec(`
      ALTER TABLE documents ADD COLUMN sampling TEXT NOT NULL DEFAULT 'automatic'
        CHECK (sampling IN ('automatic', 'painted'));

      -- Built anew: SQLite cannot change a primary key.
      ALTER TABLE mask_tiles RENAME TO mask_tiles_of_one_layer;
      CREATE TABLE mask_tiles (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        -- Rows saved before there were layers, also when they are salvaged from a damaged file, are the mask.
        layer TEXT NOT NULL DEFAULT 'mask' CHECK (layer IN ('mask', 'sampling')),
        tile_row INTEGER NOT NULL CHECK (tile_row BETWEEN 0 AND 63),
        tile_column INTEGER NOT NULL CHECK (tile_column BETWEEN 0 AND 63),
        -- 256 x 256 bytes of coverage, zlib.
        deflated BLOB NOT NULL,
        PRIMARY KEY (document_id, layer, tile_row, tile_column)
      ) STRICT;
      INSERT INTO mask_tiles (document_id, tile_row, tile_column, deflated)
        SELECT document_id, tile_row, tile_column, deflated FROM mask_tiles_of_one_layer;
      DROP TABLE mask_tiles_of_one_layer;
    `),
}
