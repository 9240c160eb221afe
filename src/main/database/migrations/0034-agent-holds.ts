import type { Migration } from './migration.ts'

/** What calls of agents may cost until their requests are on disk: for the limit per day of agents. */
export const addAgentHolds: Migration = {
  version: 34,
  apply: (db) =>
    db.exec(`
      CREATE TABLE agent_holds (
        -- AUTOINCREMENT: a number is never given out twice.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        usd REAL NOT NULL,
        -- Number of requests whose price is not known.
        unpriced INTEGER NOT NULL,
        until_ms INTEGER NOT NULL
      ) STRICT;
    `),
}
