import type { ModelRef } from '../../shared/domain/provider.ts'
import type { ProviderAdapter } from '../providers/core/adapter.ts'
import { registry } from '../providers/registry.ts'
import type { ModelFate } from '../settings/index.ts'

/** Looks a model up in the lists that come with Atelier, as of today; of a retired one, follows its successors. */
export function findModelFate({ provider, model }: ModelRef, nowMs: number = Date.now()): ModelFate {
  const adapters: Readonly<Record<string, ProviderAdapter | undefined>> = registry
  const cards = adapters[provider]?.models ?? []
  const successorOf = (id: string): string | null | undefined => {
    const state = cards.find((card) => card.id === id)?.state
    const isGone = state?.type === 'retired' || (state?.type === 'retiring' && isPast(state.on, nowMs))
    return isGone ? state.successor : undefined
  }
  if (!cards.some(({ id }) => id === model)) return { type: 'unknown' }
  let successor = successorOf(model)
  if (successor === undefined) return { type: 'current' }
  for (let next = successor; next !== null;) {
    successor = next
    const further = successorOf(next)
    if (further === undefined || further === null) break
    next = further
  }
  return { type: 'retired', successor }
}

function isPast(day: string, nowMs: number): boolean {
  return new Date(nowMs).toISOString().slice(0, 10) > day
}
