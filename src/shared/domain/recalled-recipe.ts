import type { Recipe } from './asset.ts'
import type { AssetId } from './ids.ts'
import type { Lora } from './generation.ts'
import type { ModelCard } from './model-card.ts'
import type { ProviderView } from './provider.ts'

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

/** Reading the settings that other programs wrote into their images. */

interface NamedModel {
  readonly provider: ProviderView
  readonly card: ModelCard
}

/** LoRA tags move from the prompt to the form; a model without LoRAs would draw them as text. */
export function withoutLoraTags(prompt: string): string {
  return prompt
    .replace(/[ \t]*<lora:[^<>]{1,400}>/g, '')
    .replace(/(?:,[ \t]*){2,}/g, ', ')
    .trim()
}

const weightFile = /\.(?:safetensors|ckpt|pt|bin)$/i

/** File names are meaningful only to programs on this computer, and to each differently. */
export function lorasFor(loras: readonly Lora[], { id, kind }: Pick<ProviderView, 'id' | 'kind'>): readonly Lora[] {
  if (id === 'comfyui') {
    return loras.map(({ path, scale }) => ({ path: weightFile.test(path) ? path : `${path}.safetensors`, scale }))
  }
  if (kind === 'local') return loras.map(({ path, scale }) => ({ path: nameOfFile(path), scale }))
  return loras.filter(
    ({ path }) => /^https?:/.test(path) || (/^[\w.-]+\/[\w.-]+$/.test(path) && !weightFile.test(path)),
  )
}

/** `folder/ink.safetensors` becomes `ink`, also for checkpoints, whose title may end in a hash. */
export function nameOfFile(path: string): string {
  const name = path.trim().replace(/\s*\[[\da-f]{6,64}\]$/i, '')
  return name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/\.(?:gguf|sft)$/i, '')
    .replace(weightFile, '')
}

/** Finds a model by name among the enabled providers. */
export function findByName(providers: readonly ProviderView[] | null, name: string | null): NamedModel | null {
  if (name === null) return null
  const needle = nameOfFile(name).toLowerCase()
  for (const provider of providers ?? []) {
    if (!provider.isEnabled) continue
    const card = provider.models.find(({ id, label }) =>
      [id, label].some((each) => nameOfFile(each).toLowerCase() === needle),
    )
    if (card !== undefined) return { provider, card }
  }
  return null
}
