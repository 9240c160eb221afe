import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Collection } from '../../../../shared/domain/collection.ts'
import { createPatientLoad, delayFor, type Client } from '../../../client/index.ts'

export interface CollectionsState {
  /** Null until they are loaded. */
  readonly all: readonly Collection[] | null
  readonly error: unknown
}

export interface CollectionsStore {
  readonly store: StoreApi<CollectionsState>
  load(): Promise<void>
}

/** Counts follow the pictures; what comes in a burst is counted once. */
const coalesceMs = 250

/** All collections with their counts. Loaded when the gallery is first shown, and kept right from then on. */
export function createCollectionsStore(client: Client): CollectionsStore {
  const store = createStore<CollectionsState>(() => ({ all: null, error: null }))
  let generation = 0

  async function load(): Promise<void> {
    const own = ++generation
    try {
      const all = await client.call('collections.list', {})
      if (own === generation) store.setState({ all, error: null })
    } catch (error) {
      if (own === generation) store.setState({ error })
    }
  }

  const isWanted = () => generation > 0
  client.on('collections.changed', () => {
    if (isWanted()) void load()
  })
  const recount = createPatientLoad(load, coalesceMs)
  client.on('library.changed', (change) => {
    if (isWanted()) recount.soon(delayFor(change))
  })
  return { store, load }
}
