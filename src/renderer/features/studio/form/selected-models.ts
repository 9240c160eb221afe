import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import type { ModelChoice, StudioTask } from '../../../../shared/domain/settings.ts'
import { canDo, isReady, isRetired, takesMask } from '../../../lib/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { canInpaint, canRunHere, isMaskedTask, operationOf } from '../tasks.ts'

/** A string key for a choice, for maps and lists. */
export function choiceKey(choice: ModelChoice): string {
  return typeof choice === 'string' ? choice : modelKey(choice)
}

/** Whether a choice is a provider's model. */
export function isProviderModel(choice: ModelChoice): choice is ModelRef {
  return typeof choice !== 'string'
}

/**
 * Whether a model can do the task at all. One that changes the extent by its own method (upscale, expand) has no part
 * that aligns with the old image; one that requires a mask cannot edit a whole image.
 */
export function canDoTask(card: ModelCard, task: StudioTask): boolean {
  if (!canDo(card, operationOf(task))) return false
  if (isMaskedTask(task) || task === 'expand') return takesMask(card) || card.edits !== 'own'
  return task !== 'whole' || !card.needsMask
}

interface Wishes {
  /** Engines selected for this task; absent = not chosen yet. */
  readonly selected: readonly ModelChoice[] | undefined
  /** The last selected model, for any task. */
  readonly last: ModelRef | null
  readonly favorites: readonly ModelRef[]
}

/** The selected models, in order. */
export interface SelectedModels {
  readonly isLocal: boolean
  readonly isInpainting: boolean
  readonly models: readonly ModelMatch[]
}

/**
 * Resolves the models to use: those selected that support the task, even if unavailable at the moment. Without a
 * selection, the local fill if it can do the task alone; otherwise the last model, a favorite, or the first ready one
 * that supports the task. A missing model is replaced only by one of the same provider: a user who chose a local model
 * has not agreed to send images elsewhere, or to pay.
 */
export function selectedModels(
  providers: readonly ProviderView[],
  task: StudioTask,
  { selected, last, favorites }: Wishes,
): SelectedModels {
  if (selected === undefined && canRunHere(task)) return { isLocal: true, isInpainting: false, models: [] }
  const isLocal = canRunHere(task) && selected?.includes('local') === true
  const isInpainting = canInpaint(task) && selected?.includes('inpainting') === true
  const models = (selected ?? []).flatMap((choice) => {
    const found = isProviderModel(choice) ? findModel(providers, choice) : null
    return found !== null && canDoTask(found.card, task) ? [found] : []
  })
  if (isLocal || isInpainting || models.length > 0) return { isLocal, isInpainting, models }
  const candidates = [last, ...favorites].map((ref) => findModel(providers, ref))
  const chosen = new Set((selected ?? []).flatMap((choice) => (isProviderModel(choice) ? [choice.provider] : [])))
  const isUsable = (found: ModelMatch | null): found is ModelMatch =>
    found !== null &&
    (chosen.size === 0 || chosen.has(found.provider.id)) &&
    isReady(found.provider) &&
    canDoTask(found.card, task) &&
    !isRetired(found.card)
  const usual = [...candidates, ...providers.flatMap((provider) => usualModels(provider))].find(isUsable)
  return { isLocal: false, isInpainting: false, models: usual === undefined ? [] : [usual] }
}

/** A provider's models, its default first. */
function usualModels(provider: ProviderView): readonly ModelMatch[] {
  const found = provider.models.map((card) => ({ provider, card }))
  return [
    ...found.filter(({ card }) => card.id === provider.defaultModel),
    ...found.filter(({ card }) => card.id !== provider.defaultModel),
  ]
}

/** Limit, equal to the number that is stored. */
export const selectedModelsMax = 20

/** Toggles a model. The last one stays selected: at least one is required. */
export function toggleModel(choices: readonly ModelChoice[], choice: ModelChoice): readonly ModelChoice[] {
  const key = choiceKey(choice)
  const others = choices.filter((each) => choiceKey(each) !== key)
  if (others.length < choices.length) return others.length === 0 ? choices : others
  return choices.length < selectedModelsMax ? [...choices, choice] : choices
}
