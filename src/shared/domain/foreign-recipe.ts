import type { Lora } from './generation.ts'
import type { ModelCard } from './model-card.ts'
import type { ProviderView } from './provider.ts'

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
