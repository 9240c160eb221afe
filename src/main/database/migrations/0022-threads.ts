import type { Migration } from './migration.ts'

/** Conversations about images. Their steps are jobs; a step that is queued becomes the current one of its thread. */
export const addThreads: Migration = {
  version: 22,
  apply: (db) =>
    db.exec(`
      CREATE TABLE threads (
        id TEXT NOT NULL PRIMARY KEY,
        -- May be closed by now.
        document_id TEXT,
        root_id TEXT NOT NULL,
        current_id TEXT,
        tip_id TEXT,
        created_at_ms INTEGER NOT NULL,
        -- Removed, and can be restored.
        removed_at_ms INTEGER
      ) STRICT;
      CREATE INDEX threads_document ON threads (document_id, created_at_ms);
      CREATE INDEX threads_root ON threads (root_id);
      CREATE INDEX jobs_thread ON jobs (json_extract(snapshot, '$.threadId'), created_at_ms, id)
        WHERE json_extract(snapshot, '$.threadId') IS NOT NULL;
      CREATE TRIGGER jobs_step_added AFTER INSERT ON jobs WHEN json_extract(new.snapshot, '$.threadId') IS NOT NULL BEGIN
        UPDATE threads SET current_id = new.id, tip_id = new.id WHERE id = json_extract(new.snapshot, '$.threadId');
      END;

      -- A model's own record of a turn, which some services want back with its image.
      CREATE TABLE turn_records (
        asset_id TEXT NOT NULL PRIMARY KEY,
        record TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER turn_records_without_images AFTER DELETE ON assets BEGIN
        DELETE FROM turn_records WHERE asset_id = old.id;
      END;
    `),
}
