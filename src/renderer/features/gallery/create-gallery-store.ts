import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { moveInGrid, type GridMove } from './grid/grid-layout.ts'

export interface GalleryState {
  readonly shelf: 'library' | 'trash'
  readonly selected: ReadonlySet<AssetId>
  /** Where the keys are. */
  readonly cursor: AssetId | null
  /** The fixed end of a Shift selection. */
  readonly anchor: AssetId | null
  readonly columns: number
  /** Whether the cursor's picture is shown alone. */
  readonly isViewing: boolean
  readonly isInfoShown: boolean
  readonly isActualSize: boolean
  /** Waiting for the answer to "delete for good?". */
  readonly toPurge: readonly AssetId[] | null
}

export type GalleryStore = StoreApi<GalleryState>
type Ids = readonly AssetId[]

export function createGalleryStore(): GalleryStore {
  return createStore<GalleryState>(() => ({
    shelf: 'library',
    selected: new Set(),
    cursor: null,
    anchor: null,
    columns: 1,
    isViewing: false,
    isInfoShown: false,
    isActualSize: false,
    toPurge: null,
  }))
}

export function showShelf(store: GalleryStore, shelf: GalleryState['shelf']): void {
  if (store.getState().shelf === shelf) return
  store.setState({ shelf, selected: new Set(), cursor: null, anchor: null, isViewing: false })
}

export interface ClickKeys {
  readonly isRange: boolean
  readonly isToggle: boolean
}

export function clickTile(store: GalleryStore, id: AssetId, order: Ids, keys: ClickKeys): void {
  const { selected, anchor } = store.getState()
  if (keys.isRange && anchor !== null) {
    store.setState({ selected: new Set(idsBetween(order, anchor, id)), cursor: id })
  } else if (keys.isToggle) {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    store.setState({ selected: next, cursor: id, anchor: id })
  } else {
    selectOnly(store, id)
  }
}

export function selectOnly(store: GalleryStore, id: AssetId): void {
  store.setState({ selected: new Set([id]), cursor: id, anchor: id })
}

export function selectAll(store: GalleryStore, order: Ids): void {
  const { cursor } = store.getState()
  store.setState({ selected: new Set(order), cursor: cursor ?? order[0] ?? null, anchor: order[0] ?? null })
}

export function selectNone(store: GalleryStore): void {
  store.setState({ selected: new Set(), anchor: null })
}

export function moveCursor(store: GalleryStore, move: GridMove, order: Ids, isRange: boolean): void {
  const { cursor, anchor, columns, isViewing } = store.getState()
  const from = cursor === null ? -1 : order.indexOf(cursor)
  const id = order[moveInGrid(from, move, isViewing ? 1 : columns, order.length)]
  if (id === undefined) return
  if (isRange && anchor !== null && !isViewing) {
    store.setState({ selected: new Set(idsBetween(order, anchor, id)), cursor: id })
  } else {
    selectOnly(store, id)
  }
}

/** After pictures came or went: forgets what is gone and moves the cursor to its neighbour. */
export function reconcile(store: GalleryStore, before: Ids, after: Ids): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  const left = new Set(after)
  const kept = [...selected].filter((id) => left.has(id))
  if (cursor === null || left.has(cursor)) {
    if (kept.length !== selected.size) store.setState({ selected: new Set(kept) })
    return
  }
  const next = after[Math.min(before.indexOf(cursor), after.length - 1)] ?? null
  store.setState({
    cursor: next,
    anchor: anchor !== null && left.has(anchor) ? anchor : next,
    selected: kept.length > 0 || next === null ? new Set(kept) : new Set([next]),
    isViewing: isViewing && next !== null,
  })
}

/** What a command works on: the selection in the order shown, or in the full view the one picture. */
export function chosenIds(state: GalleryState, order: Ids): Ids {
  if (state.isViewing) return state.cursor === null ? [] : [state.cursor]
  return order.filter((id) => state.selected.has(id))
}

function idsBetween(order: Ids, a: AssetId, b: AssetId): Ids {
  const [from, to] = [order.indexOf(a), order.indexOf(b)].toSorted((x, y) => x - y)
  return from === undefined || to === undefined || from < 0 ? [b] : order.slice(from, to + 1)
}
