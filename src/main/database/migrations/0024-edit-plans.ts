import type { Migration } from './migration.ts'

/** Plans of several masked edits of one image. */
export const addEditPlans: Migration = {
  version: 24,
  apply: (db) =>
    db.exec(`
      CREATE TABLE edit_plans (
        id TEXT NOT NULL PRIMARY KEY,
        document_id TEXT UNIQUE REFERENCES documents (id) ON DELETE CASCADE,
        -- As shown in the window.
        steps TEXT NOT NULL CHECK (json_valid(steps)),
        -- What was last run: the image, and the planned steps that are on; null = nothing.
        run TEXT CHECK (json_valid(run)),
        -- What was approved goes on, also after a restart.
        is_running INTEGER NOT NULL CHECK (is_running IN (0, 1))
      ) STRICT;

      -- Masks as captured: 8-bit gray PNG.
      CREATE TABLE edit_plan_masks (
        plan_id TEXT NOT NULL REFERENCES edit_plans (id) ON DELETE CASCADE,
        digest TEXT NOT NULL,
        png BLOB NOT NULL,
        PRIMARY KEY (plan_id, digest)
      ) STRICT;

      -- By everything that determines a step's result.
      CREATE TABLE edit_plan_steps (
        plan_id TEXT NOT NULL REFERENCES edit_plans (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        -- The latest job; null = none was queued.
        job_id TEXT,
        -- Why none could be queued.
        problem TEXT,
        PRIMARY KEY (plan_id, key)
      ) STRICT, WITHOUT ROWID;

      -- Results of several steps in one image, by these results.
      CREATE TABLE edit_plan_images (
        plan_id TEXT NOT NULL REFERENCES edit_plans (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        asset_id TEXT NOT NULL,
        PRIMARY KEY (plan_id, key)
      ) STRICT, WITHOUT ROWID;

      -- In the transaction that queues the call: a killed program neither forgets a step nor makes one twice.
      CREATE TRIGGER queue_calls_edit_plan AFTER INSERT ON queue_calls
      WHEN json_type(new.body, '$.request.trace.editStep') = 'text' BEGIN
        INSERT INTO edit_plan_steps (plan_id, key, job_id)
          SELECT id, json_extract(new.body, '$.request.trace.editStep'), json_extract(new.body, '$.jobIds[0]')
          FROM edit_plans WHERE id = json_extract(new.body, '$.request.trace.editPlan')
        ON CONFLICT (plan_id, key) DO UPDATE SET job_id = excluded.job_id, problem = NULL
          WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE id = edit_plan_steps.job_id
            AND (state IN ('queued', 'running') OR EXISTS (SELECT 1 FROM assets
              WHERE assets.id = json_extract(snapshot, '$.resultId') AND trashed_at_ms IS NULL)));
      END;
    `),
}
