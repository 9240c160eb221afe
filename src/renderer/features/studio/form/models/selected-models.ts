import type { ModelCard } from '../../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../../shared/domain/provider.ts'
import type { ModelChoice, StudioTask } from '../../../../../shared/domain/settings.ts'
import { canDo, isReady, isRetired, takesMask } from '../../../../lib/models/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../../lib/models/model-ref.ts'
import { canInpaint, canRunHere, isMaskedTask, operationOf } from '../../tasks.ts'

/** A string key for a choice, for maps and lists. */
export function choiceKey(choice: ModelChoice): string {
  return typeof choice === 'string' ? choice : modelKey(choice)
}

/** Whether a choice is a provider's model. */
export function isProviderModel(choice: ModelChoice): choice is Exclude<ModelChoice, string> {
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
  readonly models: readonly SelectedModel[]
}

export interface SelectedModel extends ModelMatch {
  /** As in a request. */
  readonly insteadOf?: string | undefined
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
  const choices = selected ?? []
  const isLocal = canRunHere(task) && choices.includes('local')
  const isInpainting = canInpaint(task) && choices.includes('inpainting')
  const refs = choices.filter(isProviderModel)
  const models = refs.flatMap((ref) => {
    const found = findModel(providers, ref)
    return found !== null && canDoTask(found.card, task) ? [{ ...found, insteadOf: ref.insteadOf }] : []
  })
  if (isLocal || isInpainting || models.length > 0) return { isLocal, isInpainting, models }
  const candidates = [last, ...favorites].map((ref) => findModel(providers, ref))
  const isUsable = (found: SelectedModel | null): found is SelectedModel =>
    found !== null &&
    (refs.length === 0 || refs.some(({ provider }) => provider === found.provider.id)) &&
    isReady(found.provider) &&
    canDoTask(found.card, task) &&
    !isRetired(found.card)
  const usable = [...candidates, ...providers.flatMap(usualModels)].filter(isUsable)
  return { isLocal, isInpainting, models: usable.slice(0, 1) }
}

/** A provider's default model, then all of its models. */
function usualModels(provider: ProviderView): readonly SelectedModel[] {
  const found = provider.models.map((card) => ({ provider, card }))
  const usual = found.filter(({ card }) => card.id === provider.defaultModel)
  return [...usual.map((each) => ({ ...each, insteadOf: provider.insteadOf })), ...found]
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
