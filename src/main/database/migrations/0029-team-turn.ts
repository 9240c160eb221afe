import type { Migration } from './migration.ts'

/** Window and command line share one file in the team folder: one process at a time writes to it. */
export const teamTurn: Migration = {
  version: 29,
  apply: (db) =>
    db.exec(`
      CREATE TABLE team_turn (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        -- The process whose turn it is, and when it began.
        pid INTEGER NOT NULL,
        at_ms INTEGER NOT NULL
      ) STRICT;
    `),
}
