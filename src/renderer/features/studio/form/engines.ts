import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import type { EngineRef, StudioTask } from '../../../../shared/domain/settings.ts'
import { canDo, isReady, isRetired, takesMask } from '../../../lib/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { canRunHere, isMasked, operationOf } from '../tasks.ts'

/** One text for one engine, for maps and lists. */
export function engineKey(engine: EngineRef): string {
  return engine === 'local' ? 'local' : modelKey(engine)
}

/**
 * Whether a model can do it at all. What makes a picture of another extent by a method of its own (enlarge, extend) has
 * no part that fits where the old one was; who needs a mask cannot work on a whole picture.
 */
export function canDoTask(card: ModelCard, task: StudioTask): boolean {
  if (!canDo(card, operationOf(task))) return false
  if (isMasked(task) || task === 'expand') return takesMask(card) || card.edits !== 'own'
  return task !== 'whole' || !card.needsMask
}

interface Wishes {
  /** What is ticked for this task; absent = nobody has chosen yet. */
  readonly ticked: readonly EngineRef[] | undefined
  /** The model chosen last, for whatever. */
  readonly last: ModelRef | null
  readonly favorites: readonly ModelRef[]
}

/** Who is ticked, in order. */
export interface Ticked {
  readonly isLocal: boolean
  readonly models: readonly ModelMatch[]
}

/**
 * Who is to do it: whoever was ticked and can, even where it cannot be asked just now. Where nobody was, this computer if
 * it can do it alone; else the last model, a favorite, or whichever comes first that can do it and is ready. A model that
 * is gone is only replaced by one of the same provider: nobody who chose a model on this computer has agreed to send
 * images elsewhere, or to pay.
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

/** At most, as many as are kept. */
export const tickedMax = 20

/** Ticks or unticks one. The last one stays: somebody has to do it. */
export function toggleEngine(engines: readonly EngineRef[], engine: EngineRef): readonly EngineRef[] {
  const key = engineKey(engine)
  const others = engines.filter((each) => engineKey(each) !== key)
  if (others.length < engines.length) return others.length === 0 ? engines : others
  return engines.length < tickedMax ? [...engines, engine] : engines
}
