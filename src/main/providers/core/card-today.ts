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

interface Offer {
  readonly models: readonly ModelCard[]
  /** Where requests go; null = the service's own URL. */
  readonly baseUrl: string | null
  readonly ownBaseUrl: string
}

/**
 * Follows a retired model's successors to one that is not; null = it is not retired, or no such one is listed. Behind
 * an address that the user chose, a model may be served that the vendor has retired.
 */
export function currentSuccessor({ models, baseUrl, ownBaseUrl }: Offer, id: string | null): ModelCard | null {
  const find = (wanted: string | null) => models.find((card) => card.id === wanted)
  let card = find(id)
  const isElsewhere = baseUrl !== null && baseUrl !== ownBaseUrl
  if (card?.state.type !== 'retired' || (isElsewhere && card.state.isServedElsewhere)) return null
  // No more often than there are models: two could name each other.
  for (let left = models.length; card?.state.type === 'retired' && left > 0; left--) card = find(card.state.successor)
  return card === undefined || card.state.type === 'retired' ? null : card
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
