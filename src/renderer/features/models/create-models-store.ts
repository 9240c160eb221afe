import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ModelFilter } from './filter-providers.ts'

export interface ModelsState {
  readonly filter: ModelFilter
  readonly search: string
  /** Whose whole list is shown. */
  readonly unfolded: ReadonlySet<ProviderId>
  /** Who was asked for from elsewhere: its card comes into view and its key field gets the focus. */
  readonly wanted: ProviderId | null
}

export type ModelsStore = StoreApi<ModelsState>

export function createModelsStore(): ModelsStore {
  return createStore<ModelsState>(() => ({ filter: 'all', search: '', unfolded: new Set(), wanted: null }))
}

export function toggleUnfolded(store: ModelsStore, id: ProviderId): void {
  store.setState(({ unfolded }) => {
    const next = new Set(unfolded)
    if (!next.delete(id)) next.add(id)
    return { unfolded: next }
  })
}

/** Shows a provider whatever was searched for before. */
export function wantProvider(store: ModelsStore, id: ProviderId | null): void {
  store.setState({ wanted: id, filter: 'all', search: '' })
}
