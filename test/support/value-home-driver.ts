import { DatabaseSync } from 'node:sqlite'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { refreshSearch } from '../../src/main/database/search/refresh-search.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import type { AssetRecord } from '../../src/main/database/index.ts'
import { buildAsset, plainGeneration } from './build-asset.ts'
import { importRecipe } from '../../src/shared/domain/import-recipe.ts'

/**
 * Adds images and votes of many models to a database: `value-home-driver FILE COUNT`. Or makes reading them fail, and
 * work again: `value-home-driver FILE hide` and `show`.
 */
const [file = '', mode = ''] = process.argv.slice(2)

/** Provider, model, price per image, median time in seconds, strength. */
const models: readonly (readonly [string, string, number | null, number, number])[] = [
  ['openai', 'gpt-image-2', 0.211, 38, 2.2],
  ['gemini', 'gemini-3-pro-image', 0.134, 18, 2.1],
  ['bfl', 'flux-2-pro', 0.03, 9, 1.8],
  ['bfl', 'flux-2-max', 0.07, 14, 1.9],
  ['bfl', 'flux-2-flex', 0.05, 16, 1.5],
  ['openai', 'gpt-image-1-mini', 0.011, 17, 0.9],
  ['gemini', 'gemini-2.5-flash-image', 0.039, 8, 1.4],
  ['stability', 'core', 0.03, 6, 0.6],
  ['stability', 'ultra', 0.08, 12, 1],
  ['fal', 'fal-ai/flux/schnell', 0.003, 2, 0.4],
  ['ideogram', 'ideogram-v3', 0.06, 11, 1.6],
  ['local', 'sdxl-base-1.0', 0, 46, 0.1],
  ['local', 'flux1-schnell-q4', 0, 95, 0.8],
  ['xai', 'grok-2-image', null, 7, 0.7],
]

const db = new DatabaseSync(file, { timeout: 5_000 })
if (mode === 'hide') db.exec('ALTER TABLE model_results RENAME TO hidden_results')
else if (mode === 'show') db.exec('ALTER TABLE hidden_results RENAME TO model_results')
else inTransaction(db, () => fill(models.slice(0, Number(mode))))
db.close()

function fill(chosen: typeof models): void {
  const first = chosen.map(([provider, model, costUsd, seconds], at) => {
    const made = Array.from({ length: 6 + at }, (_, n): AssetRecord => {
      const recipe = {
        ...importRecipe,
        operation: 'generate' as const,
        provider,
        model,
        prompt: 'a red kite',
        timingMs: seconds * 1_000 + n,
        costUsd: n % 3 === 0 && costUsd !== 0 ? null : costUsd,
        generation: { ...plainGeneration, estimateUsd: costUsd },
      }
      return buildAsset({ recipe, isMissing: true })
    })
    for (const record of made) allOperations['assets.add'].run(db, { record })
    return made[0]!
  })
  chosen.forEach(([, , , , strength], i) => {
    chosen.slice(i + 1).forEach(([, , , , other], offset) => {
      const wins = Math.round(4 / (1 + Math.exp(other - strength)))
      for (let n = 0; n < 4; n++) vote(first[n < wins ? i : i + 1 + offset]!, first[n < wins ? i + 1 + offset : i]!)
    })
  })
  refreshSearch(db)
}

function vote(winner: AssetRecord, loser: AssetRecord): void {
  const row = { voteId: winner.id, atMs: Date.now(), winnerId: winner.id, loserId: loser.id, isTie: false, tags: [] }
  allOperations['votes.add'].run(db, [{ ...row, winner: source(winner), loser: source(loser) }])
}

function source({ recipe: { provider, model } }: AssetRecord) {
  return { provider, model }
}
