import type { Recipe } from '../../../../shared/domain/asset.ts'
import { lorasFor } from '../../../../shared/domain/recalled-recipe.ts'
import { modelKey, type ModelMatch } from '../../../lib/models/model-ref.ts'
import { withOption, withValue, type GenerateForm } from '../form/generate-form.ts'
import { parseSize } from '../form/settings/size-choice.ts'
import { singleRun } from './derive-runs.ts'
import { matchOptions } from './match-options.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'

/** Applies another program's settings of an image, as far as the selected model supports them. */
export function foreignForm(form: GenerateForm, { generation }: Recipe, { provider, card }: ModelMatch): GenerateForm {
  if (!generation) return form
  const key = modelKey({ provider: provider.id, model: card.id })
  const plain: GenerateForm = { ...form, styleIds: [], runs: singleRun }
  let next = withValue(plain, key, 'size', parseSize(generation.requestedSize))
  for (const field of numberSettingNames) {
    if (generation[field] !== null) next = withValue(next, key, field, generation[field])
  }
  next = withValue(next, key, 'loras', lorasFor(generation.loras, provider))
  for (const { field } of matchOptions(card.options, generation.options)) {
    if (field !== null) next = withOption(next, key, field.name, field.value)
  }
  return next
}
