import type { ModelCard } from './model-card.ts'
import type { ProviderView } from './provider.ts'

type Address = Pick<ProviderView, 'baseUrl' | 'ownBaseUrl'>

/** Whether requests go to an address that the user chose: a model may be served there that the vendor has retired. */
export function isElsewhere({ baseUrl, ownBaseUrl }: Address): boolean {
  return baseUrl !== null && baseUrl !== ownBaseUrl
}

/** Whether requests to it are refused: it is retired, and neither the account nor that address may still have it. */
export function isWithdrawn({ state }: ModelCard, isAtOwnAddress: boolean): boolean {
  return state.type === 'retired' && state.toldBy !== 'pages' && !(isAtOwnAddress && state.isServedElsewhere)
}

/** Follows a retired model's successors to one that is not; null = it is not retired, or no such one is listed. */
export function currentSuccessor(
  { models, ...address }: Address & { readonly models: readonly ModelCard[] },
  id: string | null,
): ModelCard | null {
  const find = (wanted: string | null) => models.find((card) => card.id === wanted)
  let card = find(id)
  if (card?.state.type !== 'retired' || (isElsewhere(address) && card.state.isServedElsewhere)) return null
  // No more often than there are models: two could name each other.
  for (let left = models.length; card?.state.type === 'retired' && left > 0; left--) card = find(card.state.successor)
  return card === undefined || card.state.type === 'retired' ? null : card
}
