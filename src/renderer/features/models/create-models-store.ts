import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ProviderField } from '../../client/index.ts'
import type { ModelFilter } from './filter-providers.ts'

export interface ModelsState {
  readonly filter: ModelFilter
  readonly search: string
  /** Providers whose full list is shown, except retired models. */
  readonly unfolded: ReadonlySet<ProviderId>
  /** Providers whose retired models are shown too. */
  readonly unfoldedRetired: ReadonlySet<ProviderId>
  /** A provider requested from elsewhere: its card scrolls into view and one of its fields gets focus. */
  readonly wanted: { readonly id: ProviderId; readonly field: ProviderField } | null
}

export type ModelsStore = StoreApi<ModelsState>

export function createModelsStore(): ModelsStore {
  return createStore<ModelsState>(() => ({
    filter: 'all',
    search: '',
    unfolded: new Set(),
    unfoldedRetired: new Set(),
    wanted: null,
  }))
}

export function toggleUnfolded(store: ModelsStore, part: 'unfolded' | 'unfoldedRetired', id: ProviderId): void {
  store.setState((state) => {
    const next = new Set(state[part])
    if (!next.delete(id)) next.add(id)
    return { [part]: next }
  })
}

/** Shows a provider regardless of the current search. */
export function wantProvider(store: ModelsStore, id: ProviderId | null, field: ProviderField): void {
  store.setState({ wanted: id === null ? null : { id, field }, filter: 'all', search: '' })
}
