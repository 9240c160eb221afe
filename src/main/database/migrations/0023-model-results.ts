import type { Migration } from './migration.ts'

/** What models made, with its price, time and rating: sums by model read this alone, and no recipe. */
export const modelResults: Migration = {
  version: 23,
  apply: (db) =>
    db.exec(`
      CREATE TABLE model_results (
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        asset_id TEXT NOT NULL UNIQUE REFERENCES assets (id) ON UPDATE CASCADE ON DELETE CASCADE,
        task TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        -- As reported, and as estimated before it was sent; NULL = unknown.
        cost_usd REAL,
        estimate_usd REAL,
        timing_ms REAL,
        rating INTEGER NOT NULL,
        -- Neither rejected nor in the trash.
        is_kept INTEGER NOT NULL CHECK (is_kept IN (0, 1)),
        PRIMARY KEY (provider, model, asset_id)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER assets_made_added AFTER INSERT ON assets BEGIN ${takeResult('new')} END;
      CREATE TRIGGER assets_made_changed AFTER UPDATE OF recipe, created_at_ms ON assets
        WHEN old.recipe IS NOT new.recipe OR old.created_at_ms IS NOT new.created_at_ms BEGIN
        DELETE FROM model_results WHERE asset_id = new.id;
        ${takeResult('new')}
      END;
      CREATE TRIGGER assets_made_judged AFTER UPDATE OF rating, flag, trashed_at_ms, is_purging ON assets BEGIN
        UPDATE model_results SET rating = new.rating, is_kept = ${isKept('new')} WHERE asset_id = new.id;
      END;
      INSERT INTO model_results ${selectResult('assets', 'FROM assets')};

      -- What the two images were made for when they were voted on; NULL = by no model.
      ALTER TABLE votes ADD COLUMN winner_task TEXT;
      ALTER TABLE votes ADD COLUMN loser_task TEXT;
      UPDATE votes SET
        winner_task = (SELECT task FROM model_results WHERE asset_id = winner_id),
        loser_task = (SELECT task FROM model_results WHERE asset_id = loser_id);
    `),
}

function isKept(row: string): string {
  return `${row}.trashed_at_ms IS NULL AND ${row}.is_purging = 0 AND ${row}.flag <> 'reject'`
}

/** An edit that was blended again is not another result of its model: it was paid for with the first one. */
function selectResult(row: string, from: string): string {
  const field = (path: string) => `json_extract(${row}.recipe, '$.${path}')`
  return `SELECT ${field('provider')}, ${field('model')}, ${row}.id,
      CASE WHEN ${field('operation')} <> 'edit' THEN ${field('operation')}
        WHEN ${field('provider')} = 'local' AND ${field('generation.options.scale')} IS NOT NULL THEN 'upscale'
        ELSE coalesce(${field('edit.intent')}, 'whole') END,
      ${row}.created_at_ms, CAST(${field('costUsd')} AS REAL), CAST(${field('generation.estimateUsd')} AS REAL),
      CAST(${field('timingMs')} AS REAL), ${row}.rating, ${isKept(row)}
    ${from} WHERE ${field('operation')} IN ('generate', 'edit', 'variations')
      AND ${field('provider')} IS NOT NULL AND ${field('model')} IS NOT NULL AND ${field('edit.reblendOf')} IS NULL`
}

function takeResult(row: string): string {
  return `INSERT OR REPLACE INTO model_results ${selectResult(row, '')};`
}
