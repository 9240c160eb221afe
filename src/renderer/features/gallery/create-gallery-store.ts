import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { IdList } from '../../lib/id-list.ts'
import { layoutList } from './grid/even-layout.ts'
import { moveInLayout, type GridMove } from './grid/move-in-layout.ts'
import type { GridLayout } from './grid/grid-layout.ts'

/** With what is looked for: the shelf, the collection and the query. */
export interface GalleryState extends Scope {
  /** Set: what is shown is what looks like this picture. */
  readonly likeId: AssetId | null
  /** Set: what is shown is what came from this picture, by however many steps. */
  readonly madeFromId: AssetId | null
  readonly selected: ReadonlySet<AssetId>
  /** Where the keys are. */
  readonly cursor: AssetId | null
  /** The fixed end of a Shift selection. */
  readonly anchor: AssetId | null
  /** Where the pictures lie, and how much of that is in view; null while they are not drawn. */
  readonly stage: { readonly layout: GridLayout; readonly heightPx: number } | null
  /** Whether the cursor's picture is shown alone. */
  readonly isViewing: boolean
  readonly isInfoShown: boolean
  /** Waiting for the answer to "delete for good?". */
  readonly toPurge: readonly AssetId[] | null
}

export type GalleryStore = StoreApi<GalleryState>
type Ids = readonly AssetId[]

const everything: Scope = { shelf: 'library', collectionId: null, query: '' }
const nobodys = { likeId: null, madeFromId: null }

export function createGalleryStore(): GalleryStore {
  return createStore<GalleryState>(() => ({
    ...everything,
    likeId: null,
    madeFromId: null,
    selected: new Set(),
    cursor: null,
    anchor: null,
    stage: null,
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
  if ((change.shelf ?? shelf) === shelf) store.setState({ ...nobodys, ...change })
  else store.setState({ ...nobodys, ...change, selected: new Set(), cursor: null, anchor: null, isViewing: false })
}

/** All of a shelf: no collection, nothing looked for. */
export function showView(store: GalleryStore, shelf: GalleryState['shelf']): void {
  showScope(store, { ...everything, shelf })
}

/** For a while: the picture and what looks like it, the nearest first. */
export function showLike(store: GalleryStore, id: AssetId): void {
  store.setState({ ...nobodys, ...everything, likeId: id, ...onlyChosen(id) })
}

/** For a while: what came from a picture, the oldest first, after the picture itself. */
export function showMadeFrom(store: GalleryStore, id: AssetId): void {
  store.setState({ ...nobodys, ...everything, madeFromId: id, ...onlyChosen(id) })
}

function onlyChosen(id: AssetId) {
  return { selected: new Set([id]), cursor: id, anchor: id, isViewing: false }
}

export interface ClickKeys {
  readonly isRange: boolean
  readonly isToggle: boolean
}

export function clickTile(store: GalleryStore, id: AssetId, order: IdList, keys: ClickKeys): void {
  const { selected, anchor } = store.getState()
  if (keys.isRange && anchor !== null) {
    selectTo(store, anchor, id, order)
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

export function selectAll(store: GalleryStore, order: IdList): void {
  const { cursor } = store.getState()
  const ids = [...order]
  const selected = new Set(ids)
  sortedSelections.set(selected, { order, ids })
  store.setState({ selected, cursor: cursor ?? ids[0] ?? null, anchor: ids[0] ?? null })
}

export function selectNone(store: GalleryStore): void {
  store.setState({ selected: new Set(), anchor: null })
}

/** The pictures between the last one chosen alone and this one, and only they. */
function selectTo(store: GalleryStore, anchor: AssetId, id: AssetId, order: IdList): void {
  store.setState({ selected: new Set(idsBetween(order, anchor, id)), cursor: id })
}

export function invertSelection(store: GalleryStore, order: IdList): void {
  const { selected } = store.getState()
  store.setState({ selected: new Set(order.filter((id) => !selected.has(id))) })
}

export function moveCursor(store: GalleryStore, move: GridMove, order: IdList, isRange: boolean): void {
  const { cursor, anchor, stage, isViewing } = store.getState()
  const from = cursor === null ? -1 : order.indexOf(cursor)
  const isDrawn = stage !== null && stage.layout.count === order.length
  const layout = isViewing || !isDrawn ? layoutList(order.length, 1, 1) : stage.layout
  const to = moveInLayout(layout, from, move, stage?.heightPx ?? 0)
  const id = to < 0 ? undefined : order.at(to)
  if (id === undefined) return
  if (isRange && anchor !== null && !isViewing) {
    selectTo(store, anchor, id, order)
  } else {
    selectOnly(store, id)
  }
}

/** After pictures came or went: forgets what is gone and moves the cursor to its neighbor. */
export function reconcile(store: GalleryStore, before: IdList, after: IdList): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  const isLeft = membership(after, selected.size)
  const kept = [...selected].filter(isLeft)
  if (cursor === null || isLeft(cursor)) {
    if (kept.length !== selected.size) store.setState({ selected: new Set(kept) })
    return
  }
  const next = after.at(Math.max(0, Math.min(before.indexOf(cursor), after.length - 1))) ?? null
  store.setState({
    cursor: next,
    anchor: anchor !== null && isLeft(anchor) ? anchor : next,
    selected: kept.length > 0 || next === null ? new Set(kept) : new Set([next]),
    isViewing: isViewing && next !== null,
  })
}

/** Before a stack is put together: what is chosen of it is its standing picture then. */
export function foldInto(store: GalleryStore, head: AssetId, members: Ids): void {
  const { selected, cursor, anchor } = store.getState()
  const isIn = new Set(members)
  const folded = (id: AssetId | null) => (id !== null && isIn.has(id) ? head : id)
  const next = new Set<AssetId>()
  for (const id of selected) next.add(isIn.has(id) ? head : id)
  store.setState({ selected: next, cursor: folded(cursor), anchor: folded(anchor) })
}

/** After something else was looked for: what is not among it is not selected any more. */
export function keepFound(store: GalleryStore, found: IdList): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  if (selected.size === 0 && cursor === null) return
  const isThere = membership(found, selected.size)
  const left = (id: AssetId | null) => (id !== null && isThere(id) ? id : null)
  store.setState({
    selected: new Set([...selected].filter(isThere)),
    cursor: left(cursor),
    anchor: left(anchor),
    isViewing: isViewing && left(cursor) !== null,
  })
}

export function hasChosen({ isViewing, cursor, selected }: GalleryState): boolean {
  return isViewing ? cursor !== null : selected.size > 0
}

/** What a command works on: the selection in the order shown, or in the full view the one picture. */
export function chosenIds(state: Pick<GalleryState, 'selected' | 'cursor' | 'isViewing'>, order: IdList): Ids {
  if (state.isViewing) return state.cursor === null ? [] : [state.cursor]
  if (state.selected.size === 0) return []
  if (state.selected.size <= fewIds) return inOrder([...state.selected], order)
  return sortSelection(state.selected, order)
}

/** Large selections in the order shown: several parts of the Gallery need them, and each sort costs tens of ms. */
const sortedSelections = new WeakMap<ReadonlySet<AssetId>, { readonly order: IdList; readonly ids: Ids }>()

function sortSelection(selected: ReadonlySet<AssetId>, order: IdList): Ids {
  const known = sortedSelections.get(selected)
  if (known?.order === order) return known.ids
  const ids = order.filter((id) => selected.has(id))
  sortedSelections.set(selected, { order, ids })
  return ids
}

/** So few are looked for one by one; for more, all are gone through once. */
const fewIds = 30

function inOrder(ids: Ids, order: IdList): Ids {
  const places = ids.map((id) => ({ id, at: order.indexOf(id) })).filter(({ at }) => at >= 0)
  return places.toSorted((a, b) => a.at - b.at).map(({ id }) => id)
}

/** Whether a picture is among those; for `count` questions. */
function membership(list: IdList, count: number): (id: AssetId) => boolean {
  if (count <= fewIds) return (id) => list.indexOf(id) >= 0
  const all = new Set(list)
  return (id) => all.has(id)
}

function idsBetween(order: IdList, a: AssetId, b: AssetId): Ids {
  const [from, to] = [order.indexOf(a), order.indexOf(b)].toSorted((x, y) => x - y)
  return from === undefined || to === undefined || from < 0 ? [b] : order.slice(from, to + 1)
}
