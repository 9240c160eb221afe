import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../client/index.ts'

export interface KnownTag {
  readonly name: string
  readonly count: number
}

export interface TagsStore {
  /** Null until they are loaded. */
  readonly store: StoreApi<{ readonly tags: readonly KnownTag[] | null }>
  load(): Promise<void>
}

/** Every existing tag, for completion. Read on demand: images change far more often than tags are typed. */
export function createTagsStore(client: Client): TagsStore {
  const store = createStore<{ readonly tags: readonly KnownTag[] | null }>(() => ({ tags: null }))
  let generation = 0
  return {
    store,
    async load() {
      const requestNumber = ++generation
      const tags = await client.call('catalogue.tags', {})
      if (requestNumber === generation) store.setState({ tags })
    },
  }
}
