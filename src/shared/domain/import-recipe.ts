import type { Recipe } from './asset.ts'

/** The recipe of a picture of which nothing is known but that it was brought in; others begin from it. */
export const importRecipe: Recipe = {
  operation: 'import',
  provider: null,
  model: null,
  seed: null,
  prompt: null,
  growPx: null,
  featherPx: null,
  changedInside: null,
  changedOutside: null,
  timingMs: null,
  costUsd: null,
}
