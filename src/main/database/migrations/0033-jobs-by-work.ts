import type { Migration } from './migration.ts'

/** Jobs of a run, and of a grid or edit plan, are found without reading all that belong to no document. */
export const jobsByWork: Migration = {
  version: 33,
  apply: (db) =>
    db.exec(`
      CREATE INDEX jobs_run ON jobs (json_extract(snapshot, '$.runId'))
        WHERE document_id IS NULL AND json_extract(snapshot, '$.runId') IS NOT NULL;
      CREATE INDEX jobs_work ON jobs (coalesce(json_extract(snapshot, '$.gridId'), json_extract(snapshot, '$.editPlanId')))
        WHERE document_id IS NULL
          AND coalesce(json_extract(snapshot, '$.gridId'), json_extract(snapshot, '$.editPlanId')) IS NOT NULL;
    `),
}
