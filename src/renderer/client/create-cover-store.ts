import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../shared/domain/ids.ts'

/** Covered pictures that the person has looked under. Until Atelier ends: the next one at the desk may be somebody else. */
export type CoverStore = StoreApi<{ readonly revealed: ReadonlySet<AssetId> }>

export function createCoverStore(): CoverStore {
  return createStore(() => ({ revealed: new Set<AssetId>() }))
}

export function reveal(store: CoverStore, id: AssetId): void {
  store.setState(({ revealed }) => ({ revealed: new Set([...revealed, id]) }))
}
