import type { Recipe } from './asset.ts'
import type { AssetId } from './ids.ts'

/** Options that other programs report of what was done: they are not settings and cannot be used again. */
export const reportedOnlyOptions: ReadonlySet<string> = new Set(['mode', 'modelHash', 'loraHashes'])

/**
 * The reference images that the request listed itself. Those of named references, which are behind them, come with the
 * prompt again.
 */
export function listedReferenceIds(generation: Recipe['generation']): AssetId[] {
  const { referenceIds = [], named } = generation ?? {}
  const ofNamed = (named ?? []).reduce((count, { imageIds }) => count + imageIds.length, 0)
  return referenceIds.slice(0, referenceIds.length - ofNamed)
}

/** Names the upscaler of the second pass by its current ID: its file may have been renamed. null = unchanged. */
export function withUpscaler(recipe: Recipe, upscalerId: string | null): Recipe {
  const { generation } = recipe
  if (upscalerId === null || generation?.options['hires_upscaler'] === undefined) return recipe
  return { ...recipe, generation: { ...generation, options: { ...generation.options, hires_upscaler: upscalerId } } }
}
