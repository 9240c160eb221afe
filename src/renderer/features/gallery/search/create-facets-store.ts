import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Facet, Scope } from '../../../../shared/domain/catalogue.ts'
import { createPatientLoad, delayFor, type Client } from '../../../client/index.ts'
import { scopeOf, type GalleryStore } from '../create-gallery-store.ts'
import { createLateAnswer } from './create-late-answer.ts'

export interface FacetsState {
  /** Null until the first answer; the last counts stay while others are on their way. */
  readonly facets: readonly Facet[] | null
  /** Of the pictures that are shown. */
  readonly count: number
  readonly error: unknown
}

export interface FacetsStore {
  readonly store: StoreApi<FacetsState>
  /** Counts as long as somebody looks. Returns how to stop. */
  watch(): () => void
}

/** Later than the search itself: numbers that flicker at every letter disturb. */
const restMs = 220

export function createFacetsStore(client: Client, gallery: GalleryStore): FacetsStore {
  const store = createStore<FacetsState>(() => ({ facets: null, count: 0, error: null }))
  let watchers = 0
  const late = createLateAnswer<Scope, Pick<FacetsState, 'facets' | 'count'>>({
    ask: (scope, signal) => client.call('catalogue.facets', scope, { signal }),
    onAnswer: ({ facets, count }) => store.setState({ facets, count, error: null }),
    onError: (error) => store.setState({ error }),
    delayMs: restMs,
  })
  const ask = (delayMs?: number) => {
    if (watchers > 0) late.ask(scopeOf(gallery.getState()), delayMs)
  }
  const recount = createPatientLoad(async () => ask(0), restMs)
  client.on('library.changed', (change) => recount.soon(delayFor(change)))
  client.on('collections.changed', () => ask())
  gallery.subscribe((now, before) => {
    const isSame = now.shelf === before.shelf && now.collectionId === before.collectionId && now.query === before.query
    if (!isSame) ask()
  })
  return {
    store,
    watch() {
      watchers += 1
      // After the first screen: the database answers one question at a time.
      if (watchers === 1) ask()
      return () => {
        watchers -= 1
        if (watchers === 0) late.stop()
      }
    },
  }
}
