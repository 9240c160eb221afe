import type { Migration } from './migration.ts'

/** What is being typed in a conversation is kept with it. */
export const threadDrafts: Migration = {
  version: 27,
  apply: (db) =>
    db.exec(`
      -- JSON; NULL = nothing is being typed.
      ALTER TABLE threads ADD COLUMN draft TEXT;
    `),
}
