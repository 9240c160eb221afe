import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Found, QueryProblem, Scope, SortOrder } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { createPatientLoad, delayFor, type Client, type Services } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'
import { PackedIdList, type IdList } from '../../../lib/id-list.ts'
import { descendantsOf } from '../lineage/family-walk.ts'
import { scopeOf, type GalleryState, type GalleryStore } from '../create-gallery-store.ts'
import { layOutStacks, type OpenStacks } from './lay-out-stacks.ts'

/** The images shown, in order. */
export interface GalleryView {
  /** The query that `ids` belongs to; a different one starts at the top. */
  readonly query: ShownQuery
  /** Null until the first response. While a changed search loads, the previous result stays. */
  readonly ids: IdList | null
  /** Number of images each stack cover represents, if more than one. */
  readonly stacks: ReadonlyMap<AssetId, number>
  readonly openStacks: OpenStacks
  /** Width / height × 1000 of each; null if the layout does not need them. */
  readonly shapes: readonly number[] | null
  readonly problems: readonly QueryProblem[]
  /** Images without fingerprints: a similarity search may find more later. */
  readonly pending: number
  /** The model that ranked them by what they show; null = none did. */
  readonly model: string | null
  readonly error: unknown
}

export interface ShownQuery extends Scope, Pick<GalleryState, 'likeId' | 'madeFromId'> {
  readonly sort: SortOrder
  readonly isStacked: boolean
}

export interface GalleryViewStore {
  readonly store: StoreApi<GalleryView>
  /** Loads what is shown and reloads after every change while watched. Returns the unsubscribe function. */
  watch(): () => void
  load(): Promise<void>
  /** Expands an image's stack. Returns its cover. */
  openStack(id: AssetId): Promise<AssetId>
  /** @param head the cover */
  closeStack(head: AssetId): void
}

/** A burst of changes, such as an import, causes one reload. */
const coalesceMs = 80
/** While images are embedded, each batch is an event. */
const indexMs = 2_000
/** Beyond this rank images no longer look alike. */
const mostAlike = 200
const noStacks: ReadonlyMap<AssetId, number> = new Map()
const noneOpen: OpenStacks = new Map()
const nothing = {
  ids: null,
  stacks: noStacks,
  openStacks: noneOpen,
  shapes: null,
  problems: [],
  pending: 0,
  model: null,
  error: null,
}
/** Records per call; the API's limit. */
const maxRecords = 500

export function createGalleryView(services: Services, gallery: GalleryStore): GalleryViewStore {
  const { client, settings } = services
  const currentQuery = (): ShownQuery => queryOf(gallery.getState(), services)
  const store = createStore<GalleryView>(() => ({ query: currentQuery(), ...nothing }))
  let watchers = 0
  const answers = createAnswers(services, store)

  const latest = createLatestRequest({
    request: async ({ query, withShapes }: { readonly query: ShownQuery; readonly withShapes: boolean }, signal) => ({
      query,
      found: await findShown(client, query, withShapes, signal),
    }),
    onResult: ({ query, found }) => answers.showFound(query, found),
    onError: (error) => store.setState({ ...nothing, query: currentQuery(), error }),
  })

  async function load(): Promise<void> {
    latest.cancel()
    const query = currentQuery()
    const withShapes = settings.store.getState().gallery.layout === 'justified'
    // What is shown must always belong to the section that commands act on.
    if (query.section !== store.getState().query.section) store.setState({ ...nothing, query })
    if (isPlain(query) && !withShapes) return answers.showPlain(query)
    await latest.send({ query, withShapes })
  }

  const loadIfWatched = async () => {
    if (watchers > 0) await load()
  }
  gallery.subscribe((current, previous) => !isSameScope(current, previous) && void load())
  onChanges(services, currentQuery, loadIfWatched)
  return {
    store,
    watch() {
      if (++watchers === 1) void load()
      return () => void watchers--
    },
    load,
    openStack: answers.openStack,
    closeStack: answers.closeStack,
  }
}

/** Writes responses to the store, with open stacks expanded. */
function createAnswers(services: Services, store: StoreApi<GalleryView>) {
  const { order, assets } = services
  /** The result as found, before open stacks are expanded. */
  let last = { order: '', ids: [] as IdList, shapes: null as readonly number[] | null }

  /** The full default order is already in memory. */
  function showPlain(query: ShownQuery): void {
    const { error, ...sections } = order.store.getState()
    const ids = sections[query.section]
    const shown = store.getState()
    if (ids === shown.ids && error === shown.error && isSameQuery(shown.query, query)) return
    store.setState({ ...nothing, query, ids, error: ids === null ? error : null })
  }

  function showFound(query: ShownQuery, found: Shown): void {
    // Reuses the array if nothing moved, so that nothing derived from it is recomputed.
    const ids = last.order === found.order ? last.ids : new PackedIdList(found.order)
    last = { order: found.order, ids, shapes: found.shapes }
    const stacks =
      found.stacks.length === 0 ? noStacks : new Map(found.stacks.map(({ at, size }) => [ids.at(at)!, size]))
    const { query: previous, openStacks: wereOpen } = store.getState()
    const openStacks = isSameQuery(previous, query) ? stillOpen(wereOpen, stacks) : noneOpen
    store.setState({
      query,
      stacks,
      problems: found.problems,
      pending: found.pending,
      model: found.model,
      error: null,
      ...laidOut(openStacks),
    })
    if (openStacks !== noneOpen) {
      for (const [head, members] of openStacks) if (members.length !== stacks.get(head)) void openStack(head)
    }
  }

  const laidOut = (openStacks: OpenStacks) => ({
    openStacks,
    ...layOutStacks(last, openStacks, (id) => shapeOf(assets.store.getState().records.get(id))),
  })

  async function openStack(id: AssetId): Promise<AssetId> {
    const { query } = store.getState()
    const members = await findStack(services, query, id)
    const [head = id] = members
    const { query: current, openStacks, stacks } = store.getState()
    if (isSameQuery(current, query) && stacks.has(head)) {
      store.setState(laidOut(new Map([...openStacks, [head, members]])))
    }
    return head
  }

  return {
    showPlain,
    showFound,
    openStack,
    closeStack: (head: AssetId) => {
      const openStacks = new Map(store.getState().openStacks)
      if (openStacks.delete(head)) store.setState(laidOut(openStacks))
    },
  }
}

/** Fires when the library, the full order, the gallery's settings, or the index that ranks images change. */
function onChanges(
  { client, order, settings }: Services,
  currentQuery: () => ShownQuery,
  load: () => Promise<void>,
): void {
  const isPlainAsked = () => isPlain(currentQuery())
  const reload = createPatientLoad(load, coalesceMs)
  client.on('library.changed', (change) => isPlainAsked() || reload.soon(delayFor(change)))
  client.on('collections.changed', () => isPlainAsked() || reload.soon())
  // An image is ranked once it is embedded, which may be long after the search was entered.
  client.on('vision.indexChanged', () => isRanked(currentQuery()) && reload.soon(indexMs))
  order.store.subscribe(() => isPlainAsked() && void load())
  settings.store.subscribe((current, previous) => current.gallery !== previous.gallery && void load())
}

/** Width / height × 1000; square until known. */
function shapeOf(asset: Asset | null | undefined): number {
  return asset ? Math.round((asset.widthPx / asset.heightPx) * 1_000) : 1_000
}

async function findStack({ client, assets }: Services, query: ShownQuery, id: AssetId): Promise<readonly AssetId[]> {
  const { ids } = await client.call('catalogue.stack', { ...scopeOf(query), id })
  // Justified rows need aspect ratios before layout.
  assets.put(await client.call('library.assets', { ids: ids.slice(0, maxRecords) }))
  return ids
}

/** If a stack has a new cover, it stays open under that one. */
function stillOpen(open: OpenStacks, stacks: ReadonlyMap<AssetId, number>): OpenStacks {
  if (open.size === 0) return noneOpen
  const kept = new Map<AssetId, readonly AssetId[]>()
  for (const [cover, members] of open) {
    const currentCover = stacks.has(cover) ? cover : members.find((member) => stacks.has(member))
    if (currentCover !== undefined) kept.set(currentCover, members)
  }
  return kept
}

type Scoped = Scope & Pick<GalleryState, 'likeId' | 'madeFromId'>

function queryOf(state: GalleryState, services: Services): ShownQuery {
  return { ...scopeOf(state), likeId: state.likeId, madeFromId: state.madeFromId, ...sortingOf(services) }
}

interface Shown extends Found {
  readonly pending: number
  readonly model: string | null
}

async function findShown(
  client: Client,
  { likeId, madeFromId, ...query }: ShownQuery,
  withShapes: boolean,
  signal: AbortSignal,
): Promise<Shown> {
  if (madeFromId !== null) {
    const lineage = await client.call('catalogue.lineage', { id: madeFromId }, { signal })
    return inOrder([madeFromId, ...descendantsOf(madeFromId, lineage)])
  }
  if (likeId === null)
    return { ...(await client.call('catalogue.find', { ...query, withShapes }, { signal })), pending: 0, model: null }
  const { matches, pending, model } = await client.call(
    'catalogue.similar',
    { id: likeId, limit: mostAlike },
    { signal },
  )
  return inOrder([likeId, ...matches.map(({ id }) => id).filter((id) => id !== likeId)], pending, model)
}

function inOrder(ids: readonly AssetId[], pending = 0, model: string | null = null): Shown {
  return { order: ids.join(''), stacks: [], shapes: null, problems: [], pending, model }
}

function sortingOf({ settings }: Services): Pick<ShownQuery, 'sort' | 'isStacked'> {
  const { sort, isStacked, layout } = settings.store.getState().gallery
  // On the map each image has its own place.
  return { sort, isStacked: isStacked && layout !== 'map' }
}

function isPlain({ likeId, madeFromId, collectionId, query, sort, isStacked }: ShownQuery): boolean {
  const isOfOne = likeId !== null || madeFromId !== null
  return !isOfOne && collectionId === null && query === '' && sort === 'newest' && !isStacked
}

/**
 * Whether images may be in the order of what they show. Reading the query as main does would load its parser at start; a
 * word that only looks like a term costs one search more.
 */
const isRanked = ({ likeId, query }: ShownQuery) => likeId !== null || /looks|likeness/i.test(query)

const isSameScope = (a: Scoped, b: Scoped) =>
  a.likeId === b.likeId &&
  a.madeFromId === b.madeFromId &&
  a.section === b.section &&
  a.collectionId === b.collectionId &&
  a.query === b.query

export function isSameQuery(a: ShownQuery, b: ShownQuery): boolean {
  return isSameScope(a, b) && a.sort === b.sort && a.isStacked === b.isStacked
}
