import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { Lora } from '../../../../shared/domain/generation.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'
import { modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { withOption, withValue, type MakeForm } from '../form/make-form.ts'
import { parseSize } from '../form/size-choice.ts'
import { singleRun } from './derive-runs.ts'
import { matchOptions } from './match-options.ts'

/** What another program says of a picture, as far as the model that is chosen has the like. */
export function foreignForm(form: MakeForm, { generation }: Recipe, { provider, card }: ModelMatch): MakeForm {
  if (!generation) return form
  const key = modelKey({ provider: provider.id, model: card.id })
  const plain: MakeForm = { ...form, styleIds: [], runs: singleRun }
  let next = withValue(plain, key, 'size', parseSize(generation.requestedSize))
  for (const field of ['guidance', 'steps', 'strength'] as const) {
    if (generation[field] !== null) next = withValue(next, key, field, generation[field])
  }
  next = withValue(next, key, 'loras', lorasFor(generation.loras, provider))
  for (const { field } of matchOptions(card.options, generation.options)) {
    if (field !== null) next = withOption(next, key, field.name, field.value)
  }
  return next
}

/** LoRAs in words are in the form instead; for a model that knows none they would be drawn. */
export function withoutLoraTags(prompt: string): string {
  return prompt
    .replace(/[ \t]*<lora:[^<>]{1,400}>/g, '')
    .replace(/(?:,[ \t]*){2,}/g, ', ')
    .trim()
}

const weightFile = /\.(?:safetensors|ckpt|pt|bin)$/i

/** Names of files mean something to a program on this computer only, and to each in its own way. */
export function lorasFor(loras: readonly Lora[], { id, kind }: Pick<ProviderView, 'id' | 'kind'>): readonly Lora[] {
  if (id === 'comfyui') {
    return loras.map(({ path, scale }) => ({ path: weightFile.test(path) ? path : `${path}.safetensors`, scale }))
  }
  if (kind === 'local') return loras.map(({ path, scale }) => ({ path: nameOfFile(path), scale }))
  return loras.filter(
    ({ path }) => /^https?:/.test(path) || (/^[\w.-]+\/[\w.-]+$/.test(path) && !weightFile.test(path)),
  )
}

/** `folder/ink.safetensors` is called `ink`, and so is a checkpoint, whose title may have its hash behind it. */
export function nameOfFile(path: string): string {
  const name = path.trim().replace(/\s*\[[\da-f]{6,64}\]$/i, '')
  return name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/\.(?:gguf|sft)$/i, '')
    .replace(weightFile, '')
}

/** The model of that name, where one of the services has it and is switched on. */
export function findByName(providers: readonly ProviderView[] | null, name: string | null): ModelMatch | null {
  if (name === null) return null
  const wanted = nameOfFile(name).toLowerCase()
  for (const provider of providers ?? []) {
    if (!provider.isEnabled) continue
    const card = provider.models.find(({ id, label }) =>
      [id, label].some((each) => nameOfFile(each).toLowerCase() === wanted),
    )
    if (card !== undefined) return { provider, card }
  }
  return null
}
