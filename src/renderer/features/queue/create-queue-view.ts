import { createStore, type StoreApi } from 'zustand/vanilla'

export interface QueueViewState {
  readonly isOpen: boolean
  /** The row that keys act on. */
  readonly activeKey: string | null
  /** Selected calls; empty = the active row. */
  readonly chosen: ReadonlySet<string>
}

export type QueueViewStore = StoreApi<QueueViewState>

export function createQueueView(): QueueViewStore {
  return createStore<QueueViewState>(() => ({ isOpen: false, activeKey: null, chosen: new Set() }))
}
