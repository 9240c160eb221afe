import type { Migration } from './migration.ts'

/** The cost of every attempt at a service, and the holds for runs that are being queued. */
export const addLedger: Migration = {
  version: 5,
  apply: (db) =>
    db.exec(`
      CREATE TABLE ledger (
        -- AUTOINCREMENT: a number is never given out twice.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        -- The day it was there and then, 2026-11-20: stays what it was in another time zone.
        day TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        call_id TEXT NOT NULL,
        run_id TEXT,
        document_id TEXT,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        operation TEXT NOT NULL,
        pictures INTEGER NOT NULL,
        pictures_came INTEGER NOT NULL DEFAULT 0,
        outcome TEXT NOT NULL DEFAULT 'under-way',
        billed TEXT NOT NULL DEFAULT 'unknown' CHECK (billed IN ('yes', 'no', 'unknown')),
        estimate_usd REAL,
        estimate_as_of TEXT,
        real_usd REAL,
        usage TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(usage)),
        request_id TEXT,
        handle TEXT,
        words TEXT,
        started_by TEXT NOT NULL
      ) STRICT;
      -- Lists and sums read this alone, and the rows only of what they show.
      CREATE INDEX ledger_spend ON ledger
        (day, id, provider, model, outcome, billed, estimate_usd, real_usd, pictures_came);
      -- Sums by provider and model over all of it, without sorting.
      CREATE INDEX ledger_models ON ledger (provider, model, day, id, billed, estimate_usd, real_usd, pictures_came);
      CREATE INDEX ledger_call ON ledger (call_id, outcome);
      CREATE INDEX ledger_under_way ON ledger (id) WHERE outcome = 'under-way';
      CREATE INDEX ledger_run ON ledger (run_id, billed, estimate_usd, real_usd) WHERE run_id IS NOT NULL;

      CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger
        BEGIN SELECT raise(ABORT, 'entries of the ledger are never deleted'); END;

      -- Between "may it go?" and its jobs being on disk; short-lived.
      CREATE TABLE ledger_holds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id TEXT,
        usd REAL NOT NULL,
        until_ms INTEGER NOT NULL
      ) STRICT;
    `),
}
