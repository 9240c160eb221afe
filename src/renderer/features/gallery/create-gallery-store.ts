import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { moveInGrid, type GridMove } from './grid/grid-layout.ts'

/** With what is looked for: the shelf, the collection and the query. */
export interface GalleryState extends Scope {
  /** Set: what is shown is what looks like this picture. */
  readonly likeId: AssetId | null
  readonly selected: ReadonlySet<AssetId>
  /** Where the keys are. */
  readonly cursor: AssetId | null
  /** The fixed end of a Shift selection. */
  readonly anchor: AssetId | null
  readonly columns: number
  /** Whether the cursor's picture is shown alone. */
  readonly isViewing: boolean
  readonly isInfoShown: boolean
  /** Waiting for the answer to "delete for good?". */
  readonly toPurge: readonly AssetId[] | null
}

export type GalleryStore = StoreApi<GalleryState>
type Ids = readonly AssetId[]

const everything: Scope = { shelf: 'library', collectionId: null, query: '' }

export function createGalleryStore(): GalleryStore {
  return createStore<GalleryState>(() => ({
    ...everything,
    likeId: null,
    selected: new Set(),
    cursor: null,
    anchor: null,
    columns: 1,
    isViewing: false,
    isInfoShown: false,
    toPurge: null,
  }))
}

export function scopeOf({ shelf, collectionId, query }: Scope): Scope {
  return { shelf, collectionId, query }
}

/** What is absent of the scope stays as it is. Another shelf begins without a selection. */
export function showScope(store: GalleryStore, change: Partial<Scope>): void {
  const { shelf } = store.getState()
  if ((change.shelf ?? shelf) === shelf) store.setState({ likeId: null, ...change })
  else store.setState({ likeId: null, ...change, selected: new Set(), cursor: null, anchor: null, isViewing: false })
}

/** All of a shelf: no collection, nothing looked for. */
export function showShelf(store: GalleryStore, shelf: GalleryState['shelf']): void {
  showScope(store, { ...everything, shelf })
}

/** For a while: the picture and what looks like it, the nearest first. */
export function showLike(store: GalleryStore, id: AssetId): void {
  store.setState({ ...everything, likeId: id, selected: new Set([id]), cursor: id, anchor: id, isViewing: false })
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

/** After something else was looked for: what is not among it is not selected any more. */
export function keepFound(store: GalleryStore, found: Ids): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  if (selected.size === 0 && cursor === null) return
  const there = new Set(found)
  const left = (id: AssetId | null) => (id !== null && there.has(id) ? id : null)
  store.setState({
    selected: new Set([...selected].filter((id) => there.has(id))),
    cursor: left(cursor),
    anchor: left(anchor),
    isViewing: isViewing && left(cursor) !== null,
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
