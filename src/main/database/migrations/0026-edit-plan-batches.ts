import type { Migration } from './migration.ts'

/** Edit plans that are run on several images: one plan without a document for each. */
export const addEditPlanBatches: Migration = {
  version: 26,
  apply: (db) =>
    db.exec(`
      CREATE TABLE edit_plan_batches (
        id TEXT NOT NULL PRIMARY KEY,
        -- The plan of the document it was started from; null = a file.
        template_id TEXT REFERENCES edit_plans (id) ON DELETE SET NULL,
        name TEXT NOT NULL,
        -- Only what began it goes on with it.
        started_by TEXT NOT NULL,
        -- preparing: incomplete, nothing was sent; ready: priced; running: approved as a whole.
        state TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'running', 'ended')),
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX edit_plan_batches_by_template ON edit_plan_batches (template_id);
      CREATE INDEX edit_plan_batches_by_state ON edit_plan_batches (state);

      ALTER TABLE edit_plans ADD COLUMN batch_id TEXT REFERENCES edit_plan_batches (id) ON DELETE CASCADE;
      ALTER TABLE edit_plans ADD COLUMN source_id TEXT;
      ALTER TABLE edit_plans ADD COLUMN position INTEGER;
      -- Its turn has not come.
      ALTER TABLE edit_plans ADD COLUMN is_waiting INTEGER NOT NULL DEFAULT 0 CHECK (is_waiting IN (0, 1));
      -- Why it cannot be run on this image.
      ALTER TABLE edit_plans ADD COLUMN problem TEXT;
      -- Of its masks: a list of texts.
      ALTER TABLE edit_plans ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings));
      CREATE INDEX edit_plans_by_batch ON edit_plans (batch_id, position);
    `),
}
