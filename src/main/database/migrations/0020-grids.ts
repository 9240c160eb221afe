import type { Migration } from './migration.ts'

/** Grids of images that differ in one to three settings. */
export const addGrids: Migration = {
  version: 20,
  apply: (db) =>
    db.exec(`
      CREATE TABLE grids (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        -- Request, axes, order and seed.
        spec TEXT NOT NULL CHECK (json_valid(spec)),
        cells INTEGER NOT NULL,
        -- 8-bit gray PNG, as in the request; null = none.
        mask BLOB,
        created_at_ms INTEGER NOT NULL,
        -- Removed, and can be restored.
        removed_at_ms INTEGER
      ) STRICT;

      CREATE TABLE grid_cells (
        grid_id TEXT NOT NULL REFERENCES grids (id) ON DELETE CASCADE,
        cell INTEGER NOT NULL,
        -- The latest job; null = none was queued.
        job_id TEXT,
        -- Why none could be queued.
        problem TEXT,
        PRIMARY KEY (grid_id, cell)
      ) STRICT, WITHOUT ROWID;

      -- In the transaction that queues the call: a killed program neither forgets a cell nor makes one twice.
      CREATE TRIGGER queue_calls_grid AFTER INSERT ON queue_calls
      WHEN json_type(new.body, '$.request.trace.gridCell') = 'text' BEGIN
        INSERT INTO grid_cells (grid_id, cell, job_id)
          SELECT id, CAST(json_extract(new.body, '$.request.trace.gridCell') AS INTEGER),
            json_extract(new.body, '$.jobIds[0]')
          FROM grids WHERE id = json_extract(new.body, '$.request.trace.grid')
        ON CONFLICT (grid_id, cell) DO UPDATE SET job_id = excluded.job_id, problem = NULL
          -- Another image with the settings of a cell that has one stays beside the grid.
          WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE id = grid_cells.job_id AND (state IN ('queued', 'running') OR EXISTS (
            SELECT 1 FROM assets WHERE assets.id = json_extract(snapshot, '$.resultId') AND trashed_at_ms IS NULL)));
      END;
    `),
}
