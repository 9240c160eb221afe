import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Duplicates } from '../../../../shared/domain/catalogue.ts'
import type { Services } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'

export interface DuplicatesState {
  readonly isOpen: boolean
  /** Number of the 64 bits in which two images may differ: 0 = visually identical. */
  readonly maxDistance: number
  /** Null until the first response. */
  readonly found: Duplicates | null
  readonly error: unknown
}

export interface DuplicatesStore {
  readonly store: StoreApi<DuplicatesState>
  open(): void
  close(): void
  load(): Promise<void>
  setDistance(maxDistance: number): void
}

/** Coalesces slider drags and bulk deletes into one request. */
const coalesceMs = 150
const pendingMs = 1_000
const usualDistance = 4

export function createDuplicatesStore({ client }: Services): DuplicatesStore {
  const store = createStore<DuplicatesState>(() => ({
    isOpen: false,
    maxDistance: usualDistance,
    found: null,
    error: null,
  }))
  let timer: ReturnType<typeof setTimeout> | undefined

  const latest = createLatestRequest({
    request: (input: { readonly maxDistance: number }, signal) =>
      client.call('catalogue.duplicates', input, { signal }),
    onResult: (found) => {
      store.setState({ found, error: null })
      // Fingerprints are computed one at a time in the background.
      if (found.pending > 0) loadIn(pendingMs)
    },
    onError: (error) => store.setState({ error }),
  })

  async function load(): Promise<void> {
    const { isOpen, maxDistance } = store.getState()
    if (!isOpen) return
    await latest.send({ maxDistance })
  }

  function loadIn(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), ms)
  }

  client.on('library.changed', () => loadIn(coalesceMs))
  return {
    store,
    load,
    open() {
      store.setState({ isOpen: true })
      void load()
    },
    close: () => store.setState({ isOpen: false }),
    setDistance(maxDistance) {
      store.setState({ maxDistance })
      loadIn(coalesceMs)
    },
  }
}
