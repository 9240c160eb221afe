import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Collection } from '../../../../shared/domain/collection.ts'
import { createPatientLoad, delayFor, type Client } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'

export interface CollectionsState {
  /** Null until they are loaded. */
  readonly all: readonly Collection[] | null
  readonly error: unknown
}

export interface CollectionsStore {
  readonly store: StoreApi<CollectionsState>
  load(): Promise<void>
}

/** Counts follow the images; a burst of changes is counted once. */
const coalesceMs = 250

/** All collections with their counts. Loaded when the gallery is first shown and kept up to date from then on. */
export function createCollectionsStore(client: Client): CollectionsStore {
  const store = createStore<CollectionsState>(() => ({ all: null, error: null }))
  let isWanted = false
  const latest = createLatestRequest({
    request: (_: undefined, signal) => client.call('collections.list', {}, { signal }),
    onResult: (all) => store.setState({ all, error: null }),
    onError: (error) => store.setState({ error }),
  })
  const load = () => {
    isWanted = true
    return latest.send(undefined)
  }

  client.on('collections.changed', () => {
    if (isWanted) void load()
  })
  const recount = createPatientLoad(load, coalesceMs)
  client.on('library.changed', (change) => {
    if (isWanted) recount.soon(delayFor(change))
  })
  return { store, load }
}
