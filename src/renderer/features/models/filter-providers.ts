import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { isListed } from '../../lib/is-listed.ts'
import { isReady, isRetired, takesMask } from '../../lib/model-facts.ts'

export const modelFilters = ['all', 'mask', 'free', 'seed', 'ready'] as const
export type ModelFilter = (typeof modelFilters)[number]

/** A provider with those of its models that were asked for. */
export interface Listing {
  readonly provider: ProviderView
  readonly models: readonly ModelCard[]
}

/**
 * What is shown. A provider whose name is searched for shows all that passes the filter; else only the models found.
 * One without any model to show is left out, unless it simply has none yet and nothing was asked for.
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

/** Whether the content-aware fill is among what is asked for. It can use a mask, is free, has a seed and is ready. */
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

/** As the provider lists them, but what is retired comes last. */
function sortModels(models: readonly ModelCard[]): readonly ModelCard[] {
  return [...models.filter((card) => !isRetired(card)), ...models.filter(isRetired)]
}
