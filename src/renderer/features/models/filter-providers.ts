import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { isListed, isReady, isRetired, takesMask } from '../../lib/models/model-facts.ts'

export const modelFilters = ['all', 'mask', 'free', 'seed', 'ready'] as const
export type ModelFilter = (typeof modelFilters)[number]

/** A provider with its matching models. */
export interface Listing {
  readonly provider: ProviderView
  readonly models: readonly ModelCard[]
}

/**
 * Returns what is shown. If the search matches a provider's name, all of its models that pass the filter are shown;
 * otherwise only matching models. A provider with no models to show is left out, unless it has none yet and there is no
 * search or filter.
 */
export function filterProviders(
  providers: readonly ProviderView[],
  filter: ModelFilter,
  search: string,
): readonly Listing[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return providers
    .map((provider) => ({
      provider,
      models: sortModels(
        provider.models.filter(
          (card) => isListed(card, provider) && passes(card, provider, filter) && finds(card, provider, words),
        ),
      ),
    }))
    .filter(({ provider, models }) => models.length > 0 || (filter === 'all' && isNamed(provider, words)))
}

/** Returns whether content-aware fill matches. It supports masks, is free, takes a seed, and is always ready. */
export function showsFill(search: string): boolean {
  const text = 'on this computer content-aware fill'
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function passes(card: ModelCard, provider: ProviderView, filter: ModelFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'mask':
      return takesMask(card)
    case 'free':
      return card.price.per === 'free'
    case 'seed':
      return card.seed !== 'no'
    case 'ready':
      return isReady(provider) && !isRetired(card)
  }
}

function finds(card: ModelCard, provider: ProviderView, words: readonly string[]): boolean {
  const text = [provider.label, provider.id, card.label, card.id, card.note ?? ''].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}

function isNamed(provider: ProviderView, words: readonly string[]): boolean {
  const text = `${provider.label} ${provider.id}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** In the provider's order, with retired models last. */
function sortModels(models: readonly ModelCard[]): readonly ModelCard[] {
  return [...models.filter((card) => !isRetired(card)), ...models.filter(isRetired)]
}
