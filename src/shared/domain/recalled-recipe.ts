import type { Recipe } from './asset.ts'
import type { AssetId } from './ids.ts'

/** Options that other programs report of what was done: they are not settings and cannot be used again. */
export const reportedOnlyOptions: ReadonlySet<string> = new Set(['mode', 'modelHash', 'loraHashes'])

/** Names the upscaler of the second pass by its current ID: its file may have been renamed. null = unchanged. */
export function withUpscaler(recipe: Recipe, upscalerId: string | null): Recipe {
  const { generation } = recipe
  if (upscalerId === null || generation?.options['hires_upscaler'] === undefined) return recipe
  return { ...recipe, generation: { ...generation, options: { ...generation.options, hires_upscaler: upscalerId } } }
}

/** Reference images that were chosen one by one: those of named references come again with the prompt's @names. */
export function chosenReferenceIds(generation: Recipe['generation']): AssetId[] {
  const named = new Set(generation?.named?.flatMap(({ imageIds }) => imageIds))
  return (generation?.referenceIds ?? []).filter((id) => !named.has(id))
}
