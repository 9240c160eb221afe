import { createStore, type StoreApi } from 'zustand/vanilla'
import { PackedIdList, type IdList } from '../../lib/id-list.ts'
import type { Client } from '../client.ts'
import { createPatientLoad } from './create-patient-load.ts'

export interface Order {
  /** Newest first; null until loaded. */
  readonly library: IdList | null
  readonly trash: IdList | null
  readonly error: unknown
}

export interface OrderStore {
  readonly store: StoreApi<Order>
  load(): Promise<void>
}

const everything = { collectionId: null, query: '', sort: 'newest', isStacked: false, withShapes: false } as const

/** More than the first screen shows, with the smallest tiles on the largest screen. */
const knownFirst = 600

/** A burst of changes, as during an import, causes one reload. */
const coalesceMs = 80

export function createOrderStore(client: Client): OrderStore {
  const store = createStore<Order>(() => ({ library: null, trash: null, error: null }))
  let generation = 0
  const last = new Map<string, { readonly order: string; readonly ids: IdList }>()

  async function loadSection(section: 'library' | 'trash'): Promise<IdList> {
    const { order } = await client.call('catalogue.find', { ...everything, section })
    const previous = last.get(section)
    // An unchanged list keeps its identity, so that nothing derived from it is recomputed.
    if (previous?.order === order) return previous.ids
    const ids = new PackedIdList(order)
    last.set(section, { order, ids })
    return ids
  }

  /** The first screen does not wait for the complete order. */
  async function loadFirst(): Promise<void> {
    const current = ++generation
    const { order, count } = await client.call('catalogue.newest', { section: 'library', limit: knownFirst })
    if (current === generation) store.setState({ library: new PackedIdList(order, count), error: null })
  }

  async function load(): Promise<void> {
    const isFirst = generation === 0
    // If this fails, so does the next request, which reports the error.
    if (isFirst) await loadFirst().catch(() => undefined)
    const current = ++generation
    try {
      const [library, trash] = await Promise.all([loadSection('library'), loadSection('trash')])
      if (current === generation) store.setState({ library, trash, error: null })
    } catch (error) {
      if (current === generation) store.setState({ error })
    }
  }

  const reload = createPatientLoad(load, coalesceMs)
  client.on('library.changed', ({ ids, reason }) => {
    const movesNothing = ids.length > 0 && (reason === 'marks' || reason === 'looks')
    if (!movesNothing) reload.soon()
  })
  return { store, load }
}
