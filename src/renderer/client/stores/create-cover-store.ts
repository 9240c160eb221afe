import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../shared/domain/ids.ts'

/** Covered images that the user has revealed. Kept only until Atelier exits: the next user may be someone else. */
export type CoverStore = StoreApi<{ readonly revealed: ReadonlySet<AssetId> }>

export function createCoverStore(): CoverStore {
  return createStore(() => ({ revealed: new Set<AssetId>() }))
}

export function reveal(store: CoverStore, id: AssetId): void {
  store.setState(({ revealed }) => ({ revealed: new Set([...revealed, id]) }))
}
