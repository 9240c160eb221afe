import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Duplicates } from '../../../../shared/domain/catalogue.ts'
import type { Services } from '../../../client/index.ts'

export interface DuplicatesState {
  readonly isOpen: boolean
  /** Bits of 64 in which two pictures may differ: 0 = the same to the eye. */
  readonly maxDistance: number
  /** Null until the first answer. */
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

/** Dragging the slider and trashing many end in one question. */
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
  let running: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const { isOpen, maxDistance } = store.getState()
    if (!isOpen) return
    running?.abort()
    const own = new AbortController()
    running = own
    try {
      const found = await client.call('catalogue.duplicates', { maxDistance }, { signal: own.signal })
      if (running !== own) return
      store.setState({ found, error: null })
      // They are looked at one after another, behind everybody's back.
      if (found.pending > 0) loadIn(pendingMs)
    } catch (error) {
      if (running === own && !own.signal.aborted) store.setState({ error })
    }
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
