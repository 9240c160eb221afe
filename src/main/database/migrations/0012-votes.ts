import type { Migration } from './migration.ts'

/** Blind votes: which of two images was rated better, without knowing what made them. */
export const addVotes: Migration = {
  version: 12,
  apply: (db) =>
    db.exec(`
      CREATE TABLE votes (
        number INTEGER PRIMARY KEY,
        -- What one look decided has the same one.
        vote_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        -- No references: a vote outlives its pictures.
        winner_id TEXT NOT NULL,
        loser_id TEXT NOT NULL,
        is_tie INTEGER NOT NULL CHECK (is_tie IN (0, 1)),
        -- What had made them when they were voted on.
        winner_provider TEXT,
        winner_model TEXT,
        loser_provider TEXT,
        loser_model TEXT,
        -- Of both pictures together, at that time.
        tags TEXT NOT NULL CHECK (json_valid(tags)),
        CHECK (winner_id <> loser_id)
      ) STRICT;
      CREATE INDEX votes_vote ON votes (vote_id);
    `),
}
