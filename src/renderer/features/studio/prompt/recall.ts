import type { Asset } from '../../../../shared/domain/asset.ts'
import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../../shared/domain/edit.ts'
import { listedReferenceIds } from '../../../../shared/domain/recalled-recipe.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { Seed } from '../../../../shared/domain/seed.ts'
import type { RecalledPart } from '../../../client/index.ts'
import { modelKey, type ModelMatch } from '../../../lib/models/model-ref.ts'
import { withOption, withValue, type GenerateForm } from '../form/generate-form.ts'
import { parseSize } from '../form/settings/size-choice.ts'
import { singleRun } from './derive-runs.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'

/** Settings an image was made with, in terms of the form. */
export interface Recalled {
  readonly prompts: PromptPair
  /** null = unchanged. */
  readonly task: StudioTask | null
  readonly ref: ModelRef | null
  /** null = unknown, or not requested. */
  readonly seed: Seed | null
}

/** Reads the recipe of an image made by a model; of any other image its prompt, if any. null = nothing to recall. */
export function readRecipe(
  asset: Asset,
  part: RecalledPart,
  find: (provider: string, model: string) => ModelMatch | null,
): Recalled | null {
  const { prompt, provider, model, operation, seed, generation, edit } = asset.recipe
  if (!prompt && !generation?.markup?.length) return null
  const prompts = { prompt: prompt ?? '', negativePrompt: generation?.negativePrompt ?? '' }
  const isMade = operation === 'generate' || operation === 'variations' || operation === 'edit'
  if (part === 'prompt' || !isMade) {
    return { prompts, task: null, ref: null, seed: part === 'all' && operation === 'import' ? seed : null }
  }
  const found = provider === null || model === null ? null : find(provider, model)
  return {
    prompts,
    task: operation === 'edit' ? taskOf(edit?.intent ?? 'whole', generation) : operation,
    ref: found === null ? null : { provider: found.provider.id, model: found.card.id },
    seed: part === 'all' ? seed : null,
  }
}

/** A mask of marks is made from them again, for which nothing is painted. */
function taskOf(intent: EditIntent, generation: Asset['recipe']['generation']): StudioTask {
  return generation?.isMaskOfMarks && intent !== 'expand' ? 'whole' : intent
}

/** The prompt already includes its styles, and choices are already resolved. */
const unchangedForm = { styleIds: [], runs: singleRun } as const

/** The form as it was for that image, as far as the model still has the fields. */
export function recalledForm(
  form: GenerateForm,
  { generation, seed }: Asset['recipe'],
  ref: ModelRef | null,
): GenerateForm {
  if (!generation) return { ...form, ...unchangedForm, control: null, drawnWith: null }
  const { control = null } = generation
  const referenceIds = listedReferenceIds(generation)
  const plain: GenerateForm = { ...form, ...unchangedForm, referenceIds, control, drawnWith: null }
  if (ref === null) return plain
  const key = modelKey(ref)
  const drawnWith = generation.local ? { key, seed, record: generation.local } : null
  let next = withValue({ ...plain, drawnWith }, key, 'size', parseSize(generation.requestedSize))
  for (const field of ['quality', 'stylePreset', ...numberSettingNames, 'loras'] as const) {
    next = withValue(next, key, field, generation[field])
  }
  for (const [name, value] of Object.entries(generation.options)) next = withOption(next, key, name, value)
  return next
}
