import { createStore, type StoreApi } from 'zustand/vanilla'

export interface QueueViewState {
  readonly isOpen: boolean
  /** The row that keys are about. */
  readonly activeKey: string | null
  /** Calls that were picked out; nothing picked = the one keys are about. */
  readonly chosen: ReadonlySet<string>
}

export type QueueViewStore = StoreApi<QueueViewState>

export function createQueueView(): QueueViewStore {
  return createStore<QueueViewState>(() => ({ isOpen: false, activeKey: null, chosen: new Set() }))
}
