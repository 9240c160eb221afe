import type { Operation } from '../../../../shared/domain/generation.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import { canDo, isReady, isRetired } from '../../../lib/model-facts.ts'
import { findModel, type FoundModel } from '../../../lib/model-ref.ts'

interface Wishes {
  /** What was chosen for this operation since the start. */
  readonly chosen: ModelRef | null
  /** What the form was last set to, in this session or an earlier one. */
  readonly last: ModelRef | null
  readonly favourites: readonly ModelRef[]
}

/**
 * The model the form is for: what was chosen, even where it cannot be asked just now; else the last one, a favourite or
 * whichever comes first that can do it and is ready. null = there is none.
 */
export function chooseModel(
  providers: readonly ProviderView[],
  operation: Operation,
  { chosen, last, favourites }: Wishes,
): FoundModel | null {
  const own = findModel(providers, chosen)
  if (own !== null && canDo(own.card, operation)) return own
  const wished = [last, ...favourites].map((ref) => findModel(providers, ref))
  const usual = providers.flatMap((provider) => usualModels(provider))
  const isUsable = (found: FoundModel | null): found is FoundModel =>
    found !== null && isReady(found.provider) && canDo(found.card, operation) && !isRetired(found.card)
  return [...wished, ...usual].find(isUsable) ?? null
}

/** A provider's models, its default first. */
function usualModels(provider: ProviderView): readonly FoundModel[] {
  const found = provider.models.map((card) => ({ provider, card }))
  return [
    ...found.filter(({ card }) => card.id === provider.defaultModel),
    ...found.filter(({ card }) => card.id !== provider.defaultModel),
  ]
}
