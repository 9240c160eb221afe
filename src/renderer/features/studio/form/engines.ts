import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import type { EngineRef, StudioTask } from '../../../../shared/domain/settings.ts'
import { canDo, isReady, isRetired, takesMask } from '../../../lib/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { canRunHere, isMaskedTask, operationOf } from '../tasks.ts'

/** A string key for an engine, for maps and lists. */
export function engineKey(engine: EngineRef): string {
  return engine === 'local' ? 'local' : modelKey(engine)
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
  readonly ticked: readonly EngineRef[] | undefined
  /** The last selected model, for any task. */
  readonly last: ModelRef | null
  readonly favorites: readonly ModelRef[]
}

/** The selected engines, in order. */
export interface Ticked {
  readonly isLocal: boolean
  readonly models: readonly ModelMatch[]
}

/**
 * Resolves the engines to use: those selected that support the task, even if unavailable at the moment. Without a
 * selection, the local fill if it can do the task alone; otherwise the last model, a favorite, or the first ready one
 * that supports the task. A missing model is replaced only by one of the same provider: a user who chose a local model
 * has not agreed to send images elsewhere, or to pay.
 */
export function tickedEngines(
  providers: readonly ProviderView[],
  task: StudioTask,
  { ticked, last, favorites }: Wishes,
): Ticked {
  if (ticked === undefined && canRunHere(task)) return { isLocal: true, models: [] }
  const isLocal = canRunHere(task) && ticked?.includes('local') === true
  const models = (ticked ?? []).flatMap((engine) => {
    const found = engine === 'local' ? null : findModel(providers, engine)
    return found !== null && canDoTask(found.card, task) ? [found] : []
  })
  if (isLocal || models.length > 0) return { isLocal, models }
  const wished = [last, ...favorites].map((ref) => findModel(providers, ref))
  const chosen = new Set((ticked ?? []).flatMap((engine) => (engine === 'local' ? [] : [engine.provider])))
  const isUsable = (found: ModelMatch | null): found is ModelMatch =>
    found !== null &&
    (chosen.size === 0 || chosen.has(found.provider.id)) &&
    isReady(found.provider) &&
    canDoTask(found.card, task) &&
    !isRetired(found.card)
  const usual = [...wished, ...providers.flatMap((provider) => usualModels(provider))].find(isUsable)
  return { isLocal: false, models: usual === undefined ? [] : [usual] }
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
export const tickedMax = 20

/** Toggles an engine. The last one stays selected: at least one is required. */
export function toggleEngine(engines: readonly EngineRef[], engine: EngineRef): readonly EngineRef[] {
  const key = engineKey(engine)
  const others = engines.filter((each) => engineKey(each) !== key)
  if (others.length < engines.length) return others.length === 0 ? engines : others
  return engines.length < tickedMax ? [...engines, engine] : engines
}
