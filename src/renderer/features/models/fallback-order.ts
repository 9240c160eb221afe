import type { Operation } from '../../../shared/domain/generation.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import { isListed, canAsk, canDo, isRetired } from '../../lib/models/model-facts.ts'
import { isSameModel } from '../../lib/models/model-ref.ts'

/** Maximum list length the API accepts. */
export const fallbackMax = 10

/** Moves an item one position up or down; stays put at the ends. */
export function moveRef(refs: readonly ModelRef[], index: number, step: 1 | -1): ModelRef[] {
  const next = [...refs]
  const [moved, neighbor] = [refs[index], refs[index + step]]
  if (moved === undefined || neighbor === undefined) return next
  next[index] = neighbor
  next[index + step] = moved
  return next
}

/** Returns what can be added: capable models of available services that are not in the list yet. */
export function addableRefs(
  providers: readonly ProviderView[],
  operation: Operation,
  refs: readonly ModelRef[],
): readonly { readonly ref: ModelRef; readonly label: string }[] {
  if (refs.length >= fallbackMax) return []
  return providers.filter(canAsk).flatMap((provider) =>
    provider.models
      .filter((card) => isListed(card, provider) && canDo(card, operation) && !isRetired(card))
      .map((card) => ({
        ref: { provider: provider.id, model: card.id },
        label: `${provider.label} · ${card.label}`,
      }))
      .filter(({ ref }) => !refs.some((each) => isSameModel(each, ref))),
  )
}
