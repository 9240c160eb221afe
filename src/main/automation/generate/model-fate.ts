import { currentSuccessor, type ModelRef } from '../../../shared/domain/provider.ts'
import type { ProviderAdapter } from '../../providers/core/adapter.ts'
import { cardToday } from '../../providers/core/card-today.ts'
import { registry } from '../../providers/registry.ts'
import type { ModelFate } from '../../settings/index.ts'

/** Looks a model up in the lists that come with Atelier, as of today; of a retired one, follows its successors. */
export function findModelFate({ provider, model }: ModelRef, nowMs: number = Date.now()): ModelFate {
  const adapters: Readonly<Record<string, ProviderAdapter | undefined>> = registry
  const cards = (adapters[provider]?.models ?? []).map((card) => cardToday(card, nowMs))
  const card = cards.find(({ id }) => id === model)
  if (card === undefined) return { type: 'unknown' }
  if (card.state.type !== 'retired') return { type: 'current' }
  return {
    type: 'retired',
    successor: currentSuccessor({ models: cards, baseUrl: null, ownBaseUrl: '' }, model)?.id ?? null,
  }
}
