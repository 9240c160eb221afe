import type { Migration } from './migration.ts'

/** Prompt history, snippets and custom styles. */
export const addPrompts: Migration = {
  version: 7,
  apply: (db) =>
    db.exec(`
      CREATE TABLE prompt_history (
        id INTEGER PRIMARY KEY,
        -- SHA-256 of both texts: the same words are one row.
        words_key TEXT NOT NULL UNIQUE,
        prompt TEXT NOT NULL,
        negative_prompt TEXT NOT NULL,
        -- Both in small letters, to search in.
        folded TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        uses INTEGER NOT NULL CHECK (uses >= 1)
      ) STRICT;
      CREATE INDEX prompt_history_newest ON prompt_history (at_ms DESC, id DESC);

      CREATE TABLE snippets (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;

      CREATE TABLE own_styles (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        style TEXT NOT NULL CHECK (json_valid(style))
      ) STRICT;
    `),
}
