import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from './migration.ts'

/** Converts jobs from the single engine to a provider, with what was sent and what it cost. */
function rewriteOldSnapshots(db: DatabaseSync): void {
  db.exec(`
    UPDATE jobs SET snapshot = json_remove(
      json_set(
        snapshot,
        '$.provider', json_extract(snapshot, '$.engine'),
        '$.callId', id,
        '$.operation', 'fill',
        '$.model', NULL,
        '$.prompt', NULL,
        '$.phase', NULL,
        '$.waitingUntilMs', NULL,
        '$.refusal', NULL,
        '$.wasSent', json('false'),
        '$.isBilled', 'no',
        '$.handle', NULL,
        '$.requestId', NULL,
        '$.warnings', json('[]'),
        '$.attempts', json('[]'),
        '$.estimateUsd', 0,
        '$.costUsd', 0
      ),
      '$.engine'
    ) WHERE json_type(snapshot, '$.engine') = 'text';
  `)
}

/** Lets images keep the raw response they were derived from; jobs run at providers. */
export const addProviders: Migration = {
  version: 3,
  apply: (db) => {
    db.exec(`ALTER TABLE assets ADD COLUMN raw_answer_mime TEXT`)
    rewriteOldSnapshots(db)
  },
}
