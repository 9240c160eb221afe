import type { Migration } from './migration.ts'

/** Persists calls that wait or run at services: request, plan, progress and owner. */
export const addQueue: Migration = {
  version: 6,
  apply: (db) =>
    db.exec(`
      CREATE TABLE queue_calls (
        call_id TEXT NOT NULL PRIMARY KEY,
        lane TEXT NOT NULL,
        -- Ascending within a lane.
        position REAL NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('waiting', 'preparing', 'sending', 'remote', 'made', 'ended')),
        -- The process that has it in hand; null = nobody.
        owner_pid INTEGER,
        owned_at_ms INTEGER NOT NULL,
        -- How often it has been begun without coming as far as being sent.
        times_prepared INTEGER NOT NULL DEFAULT 0,
        has_own_key INTEGER NOT NULL CHECK (has_own_key IN (0, 1)),
        is_cancelled INTEGER NOT NULL DEFAULT 0 CHECK (is_cancelled IN (0, 1)),
        -- Request, plan and job ids; never a key.
        body TEXT NOT NULL CHECK (json_valid(body)),
        mask_key TEXT,
        attempt_id INTEGER,
        -- The service's number for the work; null also where it holds a key.
        handle TEXT,
        -- What the service has said at the end, without the pictures' bytes.
        answer TEXT,
        created_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER
      ) STRICT;
      CREATE INDEX queue_unfinished ON queue_calls (call_id) WHERE stage <> 'ended';
      CREATE INDEX queue_ended ON queue_calls (ended_at_ms) WHERE stage = 'ended';
      CREATE INDEX queue_cancelled ON queue_calls (owner_pid) WHERE is_cancelled = 1 AND stage <> 'ended';
      CREATE INDEX queue_masks_used ON queue_calls (mask_key) WHERE mask_key IS NOT NULL;

      -- All calls of one click share theirs.
      CREATE TABLE queue_masks (
        -- SHA-256 of the bytes.
        mask_key TEXT NOT NULL PRIMARY KEY,
        bytes BLOB NOT NULL,
        kept_at_ms INTEGER NOT NULL
      ) STRICT;

      -- '*' = all lanes.
      CREATE TABLE queue_pauses (lane TEXT NOT NULL PRIMARY KEY) STRICT;

      -- How long the last pictures of a model took.
      CREATE TABLE queue_timings (
        id INTEGER PRIMARY KEY,
        lane TEXT NOT NULL,
        model TEXT NOT NULL,
        took_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX queue_timings_model ON queue_timings (lane, model, id, took_ms);
    `),
}
