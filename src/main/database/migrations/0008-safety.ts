import type { Migration } from './migration.ts'

/** The local model's verdict on an image. */
export const safety: Migration = {
  version: 8,
  apply: (db) =>
    db.exec(`
      ALTER TABLE assets ADD COLUMN safety_check TEXT CHECK (safety_check IS NULL OR json_valid(safety_check));
      -- What has been looked at leaves it.
      CREATE INDEX assets_unchecked ON assets (created_at_ms DESC, id DESC)
        WHERE safety_check IS NULL AND is_purging = 0 AND is_missing = 0
          AND json_extract(recipe, '$.operation') IN ('generate', 'edit', 'variations');
    `),
}
