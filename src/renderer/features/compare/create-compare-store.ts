import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../shared/domain/ids.ts'

/** As many as can still be looked at side by side. */
export const tilesMost = 9

export interface CompareState {
  /** What lies on the table, in its order; no picture twice. */
  readonly ids: readonly AssetId[]
  /** The one that keys are about. */
  readonly chosen: AssetId | null
  readonly isPicking: boolean
  /** Where Escape leads. */
  readonly cameFrom: 'studio' | 'gallery'
}

export type CompareStore = StoreApi<CompareState>
type Ids = readonly AssetId[]

export function createCompareStore(): CompareStore {
  return createStore<CompareState>(() => ({ ids: [], chosen: null, isPicking: false, cameFrom: 'gallery' }))
}

/** In place of what lies there. */
export function layOut(store: CompareStore, ids: Ids, cameFrom: CompareState['cameFrom']): void {
  const laid = [...new Set(ids)].slice(0, tilesMost)
  store.setState({ ids: laid, chosen: laid[0] ?? null, isPicking: false, cameFrom })
}

/** Beside what lies there, as far as there is room. Returns how many found none. */
export function layDown(store: CompareStore, ids: Ids): number {
  const before = store.getState()
  const all = [...new Set([...before.ids, ...ids])]
  const laid = all.slice(0, tilesMost)
  store.setState({ ids: laid, chosen: before.chosen ?? laid[0] ?? null })
  return all.length - laid.length
}

export function takeOff(store: CompareStore, gone: Ids): void {
  const { ids, chosen } = store.getState()
  const left = ids.filter((id) => !gone.includes(id))
  if (left.length === ids.length) return
  const at = chosen === null ? 0 : ids.indexOf(chosen)
  const isGone = chosen !== null && gone.includes(chosen)
  store.setState({ ids: left, chosen: isGone ? (left[Math.min(at, left.length - 1)] ?? null) : chosen })
}

/** Round at the ends. */
export function step(store: CompareStore, way: 1 | -1): void {
  const { ids, chosen } = store.getState()
  if (ids.length === 0) return
  const at = chosen === null ? -1 : ids.indexOf(chosen)
  const next = at < 0 ? 0 : (at + way + ids.length) % ids.length
  store.setState({ chosen: ids[next] ?? null })
}
