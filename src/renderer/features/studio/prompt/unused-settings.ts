import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { wrapSeed } from '../../../../shared/domain/seed.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { settingName } from '../../../lib/setting-names.ts'
import type { ModelValues } from '../form/make-form.ts'
import { nameOfFile } from './foreign-form.ts'
import { matchOptions } from './match-options.ts'

/** What is asked of the model now; null = no model is chosen. */
interface Chosen {
  readonly card: ModelCard
  readonly values: ModelValues
}

interface Wanted {
  readonly recipe: Recipe
  /** The seed is to be the same. */
  readonly withSeed: boolean
}

/** Says what was done, no setting: nobody can use it again. */
const toldOnly = new Set(['mode', 'modelHash', 'loraHashes'])

/** What a picture was made with that the form cannot take over, by name. */
export function unusedSettings({ recipe, withSeed }: Wanted, chosen: Chosen | null): readonly string[] {
  const { generation, seed } = recipe
  const values = chosen?.values ?? null
  const { card } = chosen ?? {}
  const isSeedUsed = card !== undefined && seed !== null && card.seed !== 'no' && wrapSeed(seed, card.seedMax) === seed
  const unused = [
    ...modelOf(recipe, chosen),
    ...(withSeed && seed !== null && !isSeedUsed ? [messages.seedValue({ seed })] : []),
  ]
  if (!generation) return unused
  if (generation.requestedSize !== null && (values?.size ?? null) === null) {
    unused.push(messages.sizeValue({ size: generation.requestedSize.replace('x', ' × ') }))
  }
  for (const field of ['guidance', 'steps', 'strength', 'quality'] as const) {
    if (generation[field] !== null && values?.[field] !== generation[field])
      unused.push(messages.settingValue({ name: fieldNames[field], value: generation[field] }))
  }
  if (generation.stylePreset !== null && values?.stylePreset !== generation.stylePreset) {
    unused.push(messages.styleValue({ style: generation.stylePreset }))
  }
  const taken = new Set((values?.loras ?? []).map(({ path }) => nameOfFile(path)))
  for (const { path } of generation.loras) if (!taken.has(nameOfFile(path))) unused.push(messages.loraValue({ path }))
  if (generation.control && card?.control === undefined) unused.push(messages.controlImage)
  for (const { name, value, field } of matchOptions(chosen?.card.options ?? [], generation.options)) {
    if (field === null && !toldOnly.has(name))
      unused.push(messages.settingValue({ name: inSentence(settingName(name)), value: String(value) }))
  }
  return unused
}

function modelOf({ model }: Recipe, chosen: Chosen | null): string[] {
  const { id, label } = chosen?.card ?? { id: '', label: '' }
  const isChosen =
    model === null || [id, label].some((each) => nameOfFile(each).toLowerCase() === nameOfFile(model).toLowerCase())
  return isChosen ? [] : [messages.modelValue({ model })]
}

/** `Clip skip` in the middle of a sentence; `VAE` stays as it is. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name
}

const fieldNames = {
  guidance: messages.guidance,
  steps: messages.steps,
  strength: messages.strength,
  quality: messages.quality,
} as const

const namedMost = 14

/** What is told after a form was filled in; null where all of it was of use. */
export function unusedMessage(unused: readonly string[], model: string | null): string | null {
  if (unused.length === 0) return null
  const named = unused.slice(0, namedMost).map((each) => (each.length > 60 ? `${each.slice(0, 59)}…` : each))
  const rest = unused.length - named.length
  const text = named.join(', ')
  const list = rest > 0 ? messages.listAndMore({ list: text, count: rest }) : text
  return model === null ? messages.selectModelToUse({ list }) : messages.notUsed({ model, list })
}
