import type { ModelCard } from '../../../shared/domain/model-card.ts'

/**
 * Returns the built-in card as of today: a model past its retirement date is retired, unless the service's own list,
 * which takes precedence, says otherwise. Gateways may still serve it.
 */
export function cardToday(card: ModelCard, nowMs: number): ModelCard {
  const { state } = card
  if (state.type !== 'retiring' || new Date(nowMs).toISOString().slice(0, 10) <= state.on) return card
  return { ...card, state: { ...state, type: 'retired', isServedElsewhere: true, note: null } }
}

/** A model's state in a word, for programs. */
export function stateName({ state }: ModelCard): string {
  return state.type === 'current' && state.deprecated ? 'deprecated' : state.type
}

/** Whether only the service's list for the account, or its answer, says whether a model is still offered. */
export function isForListToSay({ state }: ModelCard): boolean {
  return state.type === 'current'
    ? state.deprecated !== undefined
    : state.type === 'retired' && state.toldBy === 'pages'
}
