import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Client } from './client.ts'

export interface Order {
  /** Newest first; null until loaded. */
  readonly library: readonly AssetId[] | null
  readonly trash: readonly AssetId[] | null
  readonly error: unknown
}

export interface OrderStore {
  readonly store: StoreApi<Order>
  load(): Promise<void>
}

/** Changes that come in a burst, as an import does, are answered by one reload. */
const coalesceMs = 80

export function createOrderStore(client: Client): OrderStore {
  const store = createStore<Order>(() => ({ library: null, trash: null, error: null }))
  let timer: ReturnType<typeof setTimeout> | null = null
  let generation = 0

  async function load(): Promise<void> {
    const own = ++generation
    try {
      const [library, trash] = await Promise.all([
        client.call('library.order', { trashed: false }),
        client.call('library.order', { trashed: true }),
      ])
      if (own === generation) store.setState({ library: library.ids, trash: trash.ids, error: null })
    } catch (error) {
      if (own === generation) store.setState({ error })
    }
  }

  client.on('library.changed', () => {
    timer ??= setTimeout(() => {
      timer = null
      void load()
    }, coalesceMs)
  })
  return { store, load }
}
