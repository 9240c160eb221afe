import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DuplicateQuery, Duplicates } from '../../../../shared/domain/catalogue.ts'
import { contentLikeness } from '../../../../shared/domain/content-likeness.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Services } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'

/** How images are compared: `appearance` = by perceptual hash; `content` = by a model's vectors of what they show. */
export type DuplicateType = DuplicateQuery['type']

export interface DuplicatesState {
  readonly isOpen: boolean
  readonly type: DuplicateType
  /** Number of the 64 bits in which two images may differ: 0 = visually identical. */
  readonly maxDistance: number
  /** Cosine in percent from which two images show the same. */
  readonly likenessPercent: number
  /** Null until the first response of the type. */
  readonly found: Duplicates | null
  readonly error: unknown
}

export interface DuplicatesStore {
  readonly store: StoreApi<DuplicatesState>
  open(): void
  close(): void
  load(): Promise<void>
  setType(type: DuplicateType): void
  setDistance(maxDistance: number): void
  setLikeness(percent: number): void
  /** Takes images out of the groups at once: comparing a large library again takes seconds. */
  drop(ids: readonly AssetId[]): void
}

/** Coalesces slider drags and bulk deletes into one request. */
const coalesceMs = 150
const pendingMs = 1_000
const usualDistance = 4
/** Changes of the library make it compare for a tenth of the time at most. */
const restShare = 9

export function createDuplicatesStore(services: Services): DuplicatesStore {
  const store = createStore<DuplicatesState>(() => ({
    isOpen: false,
    type: 'appearance',
    maxDistance: usualDistance,
    likenessPercent: 100 * contentLikeness.default,
    found: null,
    error: null,
  }))
  const loader = createLoader(services, store)
  const { client } = services
  client.on('library.changed', loader.loadLater)
  client.on('vision.indexChanged', () => {
    if (store.getState().type === 'content') loader.loadLater()
  })
  // A model that was downloaded from here.
  client.on('providers.changed', ({ id }) => {
    const { type, found } = store.getState()
    if (id === 'local' && type === 'content' && found?.model === null) loader.loadLater()
  })
  return {
    store,
    load: loader.load,
    open() {
      store.setState({ isOpen: true })
      void loader.load()
    },
    close() {
      store.setState({ isOpen: false })
      loader.cancel()
    },
    setType(type) {
      store.setState({ type, found: null, error: null })
      void loader.load()
    },
    setDistance(maxDistance) {
      store.setState({ maxDistance })
      loader.loadIn(coalesceMs)
    },
    setLikeness(likenessPercent) {
      store.setState({ likenessPercent })
      loader.loadIn(coalesceMs)
    },
    drop(ids) {
      const { found } = store.getState()
      if (found === null) return
      const dropped = new Set(ids)
      const groups = found.groups.map((group) => group.filter((id) => !dropped.has(id)))
      store.setState({ found: { ...found, groups: groups.filter((group) => group.length > 1) } })
    },
  }
}

/** Loads the groups while the panel is open; only the latest request counts. */
function createLoader({ client }: Services, store: StoreApi<DuplicatesState>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let tookMs = 0

  const latest = createLatestRequest({
    request: async (query: DuplicateQuery, signal) => {
      const startedMs = performance.now()
      try {
        return await client.call('catalogue.duplicates', query, { signal })
      } finally {
        // Even if superseded: a change each second must not keep it from ever ending.
        tookMs = performance.now() - startedMs
      }
    },
    onResult: (found) => {
      store.setState({ found, error: null })
      // Fingerprints are computed one at a time in the background; the index of vectors emits events.
      if (found.pending > 0 && store.getState().type === 'appearance') loadIn(pendingMs)
    },
    onError: (error) => store.setState({ error }),
  })

  async function load(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const { isOpen, type, maxDistance, likenessPercent } = store.getState()
    if (!isOpen) return
    await latest.send(type === 'appearance' ? { type, maxDistance } : { type, minLikeness: likenessPercent / 100 })
  }

  function loadIn(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), ms)
  }

  return {
    load,
    loadIn,
    loadLater(): void {
      if (timer === undefined) loadIn(Math.max(coalesceMs, restShare * tookMs))
    },
    cancel: latest.cancel,
  }
}
