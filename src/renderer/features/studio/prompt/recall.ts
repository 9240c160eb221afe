import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Words } from '../../../../shared/domain/canvas-document.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { Seed } from '../../../../shared/domain/seed.ts'
import type { RecalledPart } from '../../../client/index.ts'
import { modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { withOption, withValue, type MakeForm } from '../form/make-form.ts'
import { parseSize } from '../form/size-choice.ts'
import { singleRun } from './derive-runs.ts'

/** What a picture was made by, as the form has it. */
export interface Recalled {
  readonly words: Words
  /** null = as it is. */
  readonly task: StudioTask | null
  readonly ref: ModelRef | null
  /** null = it is not told, or not wanted. */
  readonly seed: Seed | null
}

/** Of a picture that a model has made; of any other its words, where it has some. null = there is nothing to recall. */
export function readRecipe(
  asset: Asset,
  part: RecalledPart,
  find: (provider: string, model: string) => ModelMatch | null,
): Recalled | null {
  const { prompt, provider, model, operation, seed, generation, edit } = asset.recipe
  if (prompt === null || prompt === '') return null
  const words = { prompt, negativePrompt: generation?.negativePrompt ?? '' }
  const isMade = operation === 'generate' || operation === 'variations' || operation === 'edit'
  if (part === 'prompt' || !isMade) {
    return { words, task: null, ref: null, seed: part === 'all' && operation === 'import' ? seed : null }
  }
  const found = provider === null || model === null ? null : find(provider, model)
  return {
    words,
    task: operation === 'edit' ? (edit?.intent ?? 'whole') : operation,
    ref: found === null ? null : { provider: found.provider.id, model: found.card.id },
    seed: part === 'all' ? seed : null,
  }
}

/** The words have their styles in them, and what was to be chosen is chosen. */
const ownWords = { styleIds: [], runs: singleRun } as const

/** The form as it was filled in for that picture, as far as the model still has the fields. */
export function recalledForm(form: MakeForm, { generation, seed }: Asset['recipe'], ref: ModelRef | null): MakeForm {
  if (!generation) return { ...form, ...ownWords, control: null, drawnWith: null }
  const { referenceIds, control = null } = generation
  const plain: MakeForm = { ...form, ...ownWords, referenceIds, control, drawnWith: null }
  if (ref === null) return plain
  const key = modelKey(ref)
  const drawnWith = generation.local ? { key, seed, record: generation.local } : null
  let next = withValue({ ...plain, drawnWith }, key, 'size', parseSize(generation.requestedSize))
  for (const field of ['quality', 'stylePreset', 'guidance', 'steps', 'strength', 'loras'] as const) {
    next = withValue(next, key, field, generation[field])
  }
  for (const [name, value] of Object.entries(generation.options)) next = withOption(next, key, name, value)
  return next
}
