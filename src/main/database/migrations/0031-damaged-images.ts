import type { Migration } from './migration.ts'

/** Images of which a part could not be decoded are marked. */
export const damagedImages: Migration = {
  version: 31,
  apply: (db) =>
    db.exec('ALTER TABLE assets ADD COLUMN is_damaged INTEGER NOT NULL DEFAULT 0 CHECK (is_damaged IN (0, 1))'),
}
