import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { IdList } from '../../lib/id-list.ts'
import { layoutList } from './grid/even-layout.ts'
import { moveInLayout, type GridMove } from './grid/move-in-layout.ts'
import type { GridLayout } from './grid/grid-layout.ts'

/** The map, as far as commands move on it. */
export interface MapControls {
  /** The image that a key leads to; null = there is none, or the key does not move by place. */
  neighbor(from: AssetId | null, move: GridMove): AssetId | null
  fit(): void
  zoom(direction: 1 | -1): void
}

/** Includes the search scope: section, collection, and query. */
export interface GalleryState extends Scope {
  /** When set, shows images similar to this one. */
  readonly likeId: AssetId | null
  /** When set, shows all descendants of this image. */
  readonly madeFromId: AssetId | null
  readonly selected: ReadonlySet<AssetId>
  /** The image with keyboard focus. */
  readonly cursor: AssetId | null
  /** The fixed end of a Shift selection. */
  readonly anchor: AssetId | null
  /** Grid layout and visible height; null while the grid is not rendered. */
  readonly grid: { readonly layout: GridLayout; readonly heightPx: number } | null
  /** null while the map is not rendered. */
  readonly map: MapControls | null
  /** Whether the image at the cursor is shown in the viewer. */
  readonly isViewing: boolean
  readonly isInfoShown: boolean
  /** Images awaiting confirmation of permanent deletion. */
  readonly toPurge: readonly AssetId[] | null
}

export type GalleryStore = StoreApi<GalleryState>
type Ids = readonly AssetId[]

const everything: Scope = { section: 'library', collectionId: null, query: '' }
const nobodys = { likeId: null, madeFromId: null }

export function createGalleryStore(): GalleryStore {
  return createStore<GalleryState>(() => ({
    ...everything,
    likeId: null,
    madeFromId: null,
    selected: new Set(),
    cursor: null,
    anchor: null,
    grid: null,
    map: null,
    isViewing: false,
    isInfoShown: false,
    toPurge: null,
  }))
}

export function scopeOf({ section, collectionId, query }: Scope): Scope {
  return { section, collectionId, query }
}

/** Fields missing from `change` keep their value. Switching sections clears the selection. */
export function showScope(store: GalleryStore, change: Partial<Scope>): void {
  const { section } = store.getState()
  if ((change.section ?? section) === section) store.setState({ ...nobodys, ...change })
  else store.setState({ ...nobodys, ...change, selected: new Set(), cursor: null, anchor: null, isViewing: false })
}

/** Shows a whole section: no collection, no query. */
export function showView(store: GalleryStore, section: GalleryState['section']): void {
  showScope(store, { ...everything, section })
}

/** Temporarily shows an image and those similar to it, most similar first. */
export function showLike(store: GalleryStore, id: AssetId): void {
  store.setState({ ...nobodys, ...everything, likeId: id, ...onlyChosen(id) })
}

/** Temporarily shows an image followed by its descendants, oldest first. */
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

/** Selects exactly the images between the anchor and this one. */
function selectTo(store: GalleryStore, anchor: AssetId, id: AssetId, order: IdList): void {
  store.setState({ selected: new Set(idsBetween(order, anchor, id)), cursor: id })
}

export function invertSelection(store: GalleryStore, order: IdList): void {
  const { selected } = store.getState()
  store.setState({ selected: new Set(order.filter((id) => !selected.has(id))) })
}

export function moveCursor(store: GalleryStore, move: GridMove, order: IdList, isRange: boolean): void {
  const { cursor, anchor, grid, map, isViewing } = store.getState()
  if (map !== null && !isViewing && move !== 'first' && move !== 'last') return moveOnMap(store, map, move, isRange)
  const from = cursor === null ? -1 : order.indexOf(cursor)
  const isDrawn = grid !== null && grid.layout.count === order.length
  const layout = isViewing || !isDrawn ? layoutList(order.length, 1, 1) : grid.layout
  const to = moveInLayout(layout, from, move, grid?.heightPx ?? 0)
  const id = to < 0 ? undefined : order.at(to)
  if (id === undefined) return
  if (isRange && anchor !== null && !isViewing) {
    selectTo(store, anchor, id, order)
  } else {
    selectOnly(store, id)
  }
}

/** On a plane there is nothing between two images: a range grows by the image itself. */
function moveOnMap(store: GalleryStore, map: MapControls, move: GridMove, isRange: boolean): void {
  const { cursor, selected } = store.getState()
  const id = map.neighbor(cursor, move)
  if (id === null) return
  if (isRange) store.setState({ selected: new Set([...selected, id]), cursor: id })
  else selectOnly(store, id)
}

/** Updates after images are added or removed: drops missing ids and moves the cursor to a neighbor. */
export function reconcile(store: GalleryStore, previous: IdList, current: IdList): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  const isLeft = membership(current, selected.size)
  const kept = [...selected].filter(isLeft)
  if (cursor === null || isLeft(cursor)) {
    if (kept.length !== selected.size) store.setState({ selected: new Set(kept) })
    return
  }
  const next = current.at(Math.max(0, Math.min(previous.indexOf(cursor), current.length - 1))) ?? null
  store.setState({
    cursor: next,
    anchor: anchor !== null && isLeft(anchor) ? anchor : next,
    selected: kept.length > 0 || next === null ? new Set(kept) : new Set([next]),
    isViewing: isViewing && next !== null,
  })
}

/** Called before a stack is collapsed: selected members are replaced by its cover. */
export function foldInto(store: GalleryStore, head: AssetId, members: Ids): void {
  const { selected, cursor, anchor } = store.getState()
  const isIn = new Set(members)
  const folded = (id: AssetId | null) => (id !== null && isIn.has(id) ? head : id)
  const next = new Set<AssetId>()
  for (const id of selected) next.add(isIn.has(id) ? head : id)
  store.setState({ selected: next, cursor: folded(cursor), anchor: folded(anchor) })
}

/** Called after the query changes: deselects whatever no longer matches. */
export function keepFound(store: GalleryStore, found: IdList): void {
  const { selected, cursor, anchor, isViewing } = store.getState()
  if (selected.size === 0 && cursor === null) return
  const isThere = membership(found, selected.size)
  const keptOrNull = (id: AssetId | null) => (id !== null && isThere(id) ? id : null)
  store.setState({
    selected: new Set([...selected].filter(isThere)),
    cursor: keptOrNull(cursor),
    anchor: keptOrNull(anchor),
    isViewing: isViewing && keptOrNull(cursor) !== null,
  })
}

export function hasChosen({ isViewing, cursor, selected }: GalleryState): boolean {
  return isViewing ? cursor !== null : selected.size > 0
}

/** Returns what commands act on: the selection in display order, or the single image in the viewer. */
export function chosenIds(state: Pick<GalleryState, 'selected' | 'cursor' | 'isViewing'>, order: IdList): Ids {
  if (state.isViewing) return state.cursor === null ? [] : [state.cursor]
  if (state.selected.size === 0) return []
  if (state.selected.size <= fewIds) return inOrder([...state.selected], order)
  return sortSelection(state.selected, order)
}

/** Caches large selections in display order: several parts of the Gallery need them, and each sort takes tens of ms. */
const sortedSelections = new WeakMap<ReadonlySet<AssetId>, { readonly order: IdList; readonly ids: Ids }>()

function sortSelection(selected: ReadonlySet<AssetId>, order: IdList): Ids {
  const known = sortedSelections.get(selected)
  if (known?.order === order) return known.ids
  const ids = order.filter((id) => selected.has(id))
  sortedSelections.set(selected, { order, ids })
  return ids
}

/** Up to this many are looked up one by one; above it, one pass over all ids. */
const fewIds = 30

function inOrder(ids: Ids, order: IdList): Ids {
  const indexed = ids.map((id) => ({ id, at: order.indexOf(id) })).filter(({ at }) => at >= 0)
  return indexed.toSorted((a, b) => a.at - b.at).map(({ id }) => id)
}

/** Returns a membership test for the list, optimized for `count` lookups. */
function membership(list: IdList, count: number): (id: AssetId) => boolean {
  if (count <= fewIds) return (id) => list.indexOf(id) >= 0
  const all = new Set(list)
  return (id) => all.has(id)
}

function idsBetween(order: IdList, a: AssetId, b: AssetId): Ids {
  const [from, to] = [order.indexOf(a), order.indexOf(b)].toSorted((x, y) => x - y)
  return from === undefined || to === undefined || from < 0 ? [b] : order.slice(from, to + 1)
}
