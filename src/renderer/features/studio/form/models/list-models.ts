import type { ModelCard } from '../../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../../shared/domain/provider.ts'
import type { StudioTask } from '../../../../../shared/domain/settings.ts'
import { isListed, isReady, isRetired, takesMask } from '../../../../lib/models/model-facts.ts'
import { findModel, type ModelMatch } from '../../../../lib/models/model-ref.ts'
import { canDoTask } from './selected-models.ts'

export interface ModelGroup {
  /** null = favorites of all providers. */
  readonly provider: ProviderView | null
  readonly models: readonly ModelMatch[]
}

interface ListWishes {
  readonly task: StudioTask
  readonly search: string
  readonly isMaskOnly: boolean
  readonly favorites: readonly ModelRef[]
}

/**
 * The sections of the picker: favorites, then each provider, ready ones first. Retired and disabled models appear only
 * in searches.
 */
export function listModels(
  providers: readonly ProviderView[],
  { task, search, isMaskOnly, favorites }: ListWishes,
): readonly ModelGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isShown = ({ provider, card }: ModelMatch) =>
    canDoTask(card, task) &&
    (!isMaskOnly || takesMask(card)) &&
    (words.length > 0 || (provider.isEnabled && !isRetired(card))) &&
    finds(card, provider, words)
  const starred = favorites.map((ref) => findModel(providers, ref)).filter((found) => found !== null)
  const sections = providers.map((provider) => ({
    provider,
    models: exactFirst(modelsOf(provider).filter(isShown), search),
  }))
  return [
    { provider: null, models: starred.filter(isShown) },
    ...sections.filter(({ provider }) => isReady(provider)),
    ...sections.filter(({ provider }) => !isReady(provider)),
  ].filter(({ models }) => models.length > 0)
}

function modelsOf(provider: ProviderView): readonly ModelMatch[] {
  return provider.models.filter((card) => isListed(card, provider)).map((card) => ({ provider, card }))
}

/** A full name matches that model, before longer names that start with it. */
function exactFirst(models: readonly ModelMatch[], search: string): readonly ModelMatch[] {
  const needle = search.trim().toLowerCase()
  const isExact = ({ card }: ModelMatch) => card.id.toLowerCase() === needle || card.label.toLowerCase() === needle
  return [...models.filter(isExact), ...models.filter((found) => !isExact(found))]
}

function finds(card: ModelCard, provider: ProviderView, words: readonly string[]): boolean {
  const text = `${provider.label} ${provider.id} ${card.label} ${card.id}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
