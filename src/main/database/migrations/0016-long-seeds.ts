import type { Migration } from './migration.ts'

/**
 * Moves seeds over 32 bits into the recipe's seed. Until now imports kept them as a text option; those that a number
 * holds exactly become numbers. Every image's packed facts grow by the upper half of the seed.
 */
export const longSeeds: Migration = {
  version: 16,
  apply: (db) =>
    db.exec(`
      CREATE TEMP TABLE long_seeds AS
        SELECT id, ltrim(seed, '0') AS digits FROM (
          SELECT id, CASE WHEN json_valid(recipe)
            AND json_extract(recipe, '$.operation') = 'import' AND json_extract(recipe, '$.seed') IS NULL
            THEN json_extract(recipe, '$.generation.options.seed') END AS seed FROM assets
        ) WHERE typeof(seed) = 'text' AND seed GLOB '[0-9]*' AND seed NOT GLOB '*[^0-9]*';
      DELETE FROM long_seeds WHERE length(digits) > 20 OR (length(digits) = 20 AND digits > '18446744073709551615');
      UPDATE assets SET recipe = (
          SELECT json_set(
            json_remove(assets.recipe, '$.generation.options.seed'), '$.seed',
            CASE WHEN length(digits) < 16 OR (length(digits) = 16 AND digits <= '9007199254740991')
              THEN CAST(digits AS INTEGER) ELSE digits END
          ) FROM long_seeds WHERE long_seeds.id = assets.id
        ) WHERE id IN (SELECT id FROM long_seeds);
      DROP TABLE long_seeds;
      INSERT INTO asset_touched (asset_id, has_text) SELECT id, 0 FROM assets WHERE true
        ON CONFLICT (asset_id) DO NOTHING;
    `),
}
