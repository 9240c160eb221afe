import type { Recipe } from './asset.ts'

/** The recipe of an image of which only its import is known; the base of other recipes. */
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

/** The provider of an image that a vision model of this computer made. */
export const localVision = 'local-vision'

/** The provider of an image whose masked area a model of this computer filled. */
export const localInpainting = 'local-inpainting'

/** The engine that fills without a model. */
export const contentAwareFillId = 'content-aware-fill'

/** The model of an image that the steps of an edit plan were merged into. */
export const mergedPlanModel = 'edit-plan'
