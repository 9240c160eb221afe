import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Found, QueryProblem, Scope, SortOrder } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { cutIds, type Client, type Services } from '../../../client/index.ts'
import { scopeOf, type GalleryState, type GalleryStore } from '../create-gallery-store.ts'

/** The pictures that are shown, in their order. */
export interface GalleryView {
  /** What `ids` is the answer to; another one begins at the top. */
  readonly asked: Asked
  /** Null until the first answer. While a changed search is on its way the last answer stays. */
  readonly ids: readonly AssetId[] | null
  /** How many pictures each id stands for, where that is more than one. */
  readonly stacks: ReadonlyMap<AssetId, number>
  /** Width by height × 1000 of each; null where the layout needs none. */
  readonly shapes: readonly number[] | null
  readonly problems: readonly QueryProblem[]
  readonly error: unknown
}

export interface Asked extends Scope, Pick<GalleryState, 'likeId'> {
  readonly sort: SortOrder
  readonly isStacked: boolean
}

export interface GalleryViewStore {
  readonly store: StoreApi<GalleryView>
  /** Asks for what is shown, and again after every change, for as long as somebody watches. Returns how to stop. */
  watch(): () => void
  load(): Promise<void>
}

/** Changes that come in a burst, as an import does, are answered by one reload. */
const coalesceMs = 80
/** Further down nobody would call them alike. */
const mostAlike = 200
const noStacks: ReadonlyMap<AssetId, number> = new Map()

export function createGalleryView(services: Services, gallery: GalleryStore): GalleryViewStore {
  const { client, order, settings } = services
  const asked = (): Asked => askedOf(gallery.getState(), services)
  const store = createStore<GalleryView>(() => ({ asked: asked(), ...nothing }))
  let watchers = 0
  let running: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let lastOrder: { readonly text: string; readonly ids: readonly AssetId[] } | null = null

  /** Everything as it comes is at hand already. */
  function showPlain(now: Asked): void {
    const { error, ...shelves } = order.store.getState()
    const ids = shelves[now.shelf]
    const shown = store.getState()
    if (ids === shown.ids && error === shown.error && isSameAsked(shown.asked, now)) return
    store.setState({ ...nothing, asked: now, ids, error: ids === null ? error : null })
  }

  function showFound(now: Asked, { order: text, stacks, shapes, problems }: Found): void {
    // The same array where nothing moved: nothing that hangs on it is made again.
    lastOrder = lastOrder?.text === text ? lastOrder : { text, ids: cutIds(text) }
    const { ids } = lastOrder
    const sizes = stacks.length === 0 ? noStacks : new Map(stacks.map(({ at, size }) => [ids[at]!, size]))
    store.setState({ asked: now, ids, shapes, problems, stacks: sizes, error: null })
  }

  async function load(): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    const now = asked()
    const withShapes = settings.store.getState().gallery.layout === 'justified'
    // What is shown must never be of another shelf than what is done with it.
    if (now.shelf !== store.getState().asked.shelf) store.setState({ ...nothing, asked: now })
    if (isPlain(now) && !withShapes) return showPlain(now)
    try {
      const found = await findShown(client, now, withShapes, own.signal)
      if (running === own) showFound(now, found)
    } catch (error) {
      if (running === own && !(error instanceof AppError && error.code === 'request/cancelled')) {
        store.setState({ ...nothing, asked: now, error })
      }
    }
  }

  const loadIfWatched = () => {
    if (watchers > 0) void load()
  }
  const loadSoon = () => {
    timer ??= setTimeout(() => {
      timer = null
      loadIfWatched()
    }, coalesceMs)
  }
  client.on('library.changed', loadSoon)
  client.on('collections.changed', loadSoon)
  order.store.subscribe(() => {
    if (isPlain(asked())) loadIfWatched()
  })
  gallery.subscribe((now, before) => {
    if (!isSameScope(now, before)) void load()
  })
  settings.store.subscribe((now, before) => {
    if (now.gallery !== before.gallery) loadIfWatched()
  })
  return {
    store,
    watch() {
      if (++watchers === 1) void load()
      return () => void watchers--
    },
    load,
  }
}

const nothing = { ids: null, stacks: noStacks, shapes: null, problems: [], error: null }

type Scoped = Scope & Pick<GalleryState, 'likeId'>

function askedOf(state: GalleryState, services: Services): Asked {
  return { ...scopeOf(state), likeId: state.likeId, ...sortingOf(services) }
}

async function findShown(
  client: Client,
  { likeId, ...asked }: Asked,
  withShapes: boolean,
  signal: AbortSignal,
): Promise<Found> {
  if (likeId === null) return client.call('catalogue.find', { ...asked, withShapes }, { signal })
  const { matches } = await client.call('catalogue.similar', { id: likeId, limit: mostAlike }, { signal })
  const ids = [likeId, ...matches.map(({ id }) => id).filter((id) => id !== likeId)]
  return { order: ids.join(''), stacks: [], shapes: null, problems: [] }
}

function sortingOf({ settings }: Services): Pick<Asked, 'sort' | 'isStacked'> {
  const { sort, isStacked } = settings.store.getState().gallery
  return { sort, isStacked }
}

function isPlain({ likeId, collectionId, query, sort, isStacked }: Asked): boolean {
  return likeId === null && collectionId === null && query === '' && sort === 'newest' && !isStacked
}

const isSameScope = (a: Scoped, b: Scoped) =>
  a.likeId === b.likeId && a.shelf === b.shelf && a.collectionId === b.collectionId && a.query === b.query

export function isSameAsked(a: Asked, b: Asked): boolean {
  return isSameScope(a, b) && a.sort === b.sort && a.isStacked === b.isStacked
}
