import type { Migration } from './migration.ts'

/** Which process runs a batch: what agents have begun is taken up once that one has ended. */
export const batchDrivers: Migration = {
  version: 28,
  apply: (db) =>
    db.exec(`
      -- Its ID, and when it began or took up the batch; NULL = none has.
      ALTER TABLE edit_plan_batches ADD COLUMN driven_by INTEGER;
      ALTER TABLE edit_plan_batches ADD COLUMN driven_at_ms INTEGER;
    `),
}
