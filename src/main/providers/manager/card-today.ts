import type { ModelCard } from '../../../shared/domain/model-card.ts'

/**
 * A built-in card as it stands today: what was to be retired by now is retired, unless the service's own list, which
 * counts more, says otherwise. Gateways may serve it on.
 */
export function cardToday(card: ModelCard, nowMs: number): ModelCard {
  const { state } = card
  if (state.is !== 'retiring' || new Date(nowMs).toISOString().slice(0, 10) <= state.on) return card
  return { ...card, state: { ...state, is: 'retired', isServedElsewhere: true, note: null } }
}
