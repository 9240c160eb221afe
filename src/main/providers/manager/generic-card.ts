import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { defineModel, sizeList } from '../core/define-model.ts'

/**
 * A card for an id that nobody can describe: taken to be like the service's first current model, at a price that is
 * not known.
 */
export function genericCard(adapter: ProviderAdapter, id: string): ModelCard {
  const like = adapter.models.find(({ state }) => state.is === 'current')
  const price = { per: 'unknown', note: 'Added by hand: what it costs is not known.' } as const
  const own = { id, label: id, note: null, state: { is: 'current' }, price, origin: 'added' } as const
  return like ? { ...like, ...own } : defineModel({ ...own, sizes: sizeList('1024x1024') })
}
