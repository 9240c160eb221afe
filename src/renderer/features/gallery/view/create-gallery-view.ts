import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Found, QueryProblem, Scope, SortOrder } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { createPatientLoad, delayFor, type Client, type Services } from '../../../client/index.ts'
import { PackedIdList, type IdList } from '../../../lib/id-list.ts'
import { descendantsOf } from '../lineage/family-walk.ts'
import { scopeOf, type GalleryState, type GalleryStore } from '../create-gallery-store.ts'
import { layOutStacks, type OpenStacks } from './lay-out-stacks.ts'

/** The pictures that are shown, in their order. */
export interface GalleryView {
  /** What `ids` is the answer to; another one begins at the top. */
  readonly asked: Asked
  /** Null until the first answer. While a changed search is on its way the last answer stays. */
  readonly ids: IdList | null
  /** How many pictures each id stands for, where that is more than one. */
  readonly stacks: ReadonlyMap<AssetId, number>
  readonly openStacks: OpenStacks
  /** Width by height × 1000 of each; null where the layout needs none. */
  readonly shapes: readonly number[] | null
  readonly problems: readonly QueryProblem[]
  /** Pictures that nobody has looked at yet: where likeness is asked for, more may come. */
  readonly pending: number
  readonly error: unknown
}

export interface Asked extends Scope, Pick<GalleryState, 'likeId' | 'madeFromId'> {
  readonly sort: SortOrder
  readonly isStacked: boolean
}

export interface GalleryViewStore {
  readonly store: StoreApi<GalleryView>
  /** Asks for what is shown, and again after every change, for as long as somebody watches. Returns how to stop. */
  watch(): () => void
  load(): Promise<void>
  /** Lays out the stack that a picture is in. Returns its standing picture. */
  openStack(id: AssetId): Promise<AssetId>
  /** @param head the standing picture */
  closeStack(head: AssetId): void
}

/** Changes that come in a burst, as an import does, are answered by one reload. */
const coalesceMs = 80
/** Further down nobody would call them alike. */
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
  error: null,
}
/** Records asked for in one call; the contract's limit. */
const maxRecords = 500

export function createGalleryView(services: Services, gallery: GalleryStore): GalleryViewStore {
  const { client, settings } = services
  const asked = (): Asked => askedOf(gallery.getState(), services)
  const store = createStore<GalleryView>(() => ({ asked: asked(), ...nothing }))
  let watchers = 0
  let running: AbortController | null = null
  const answers = createAnswers(services, store)

  async function load(): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    const now = asked()
    const withShapes = settings.store.getState().gallery.layout === 'justified'
    // What is shown must never be of another shelf than what is done with it.
    if (now.shelf !== store.getState().asked.shelf) store.setState({ ...nothing, asked: now })
    if (isPlain(now) && !withShapes) return answers.showPlain(now)
    try {
      const found = await findShown(client, now, withShapes, own.signal)
      if (running === own) answers.showFound(now, found)
    } catch (error) {
      if (running === own && !(error instanceof AppError && error.code === 'request/cancelled')) {
        store.setState({ ...nothing, asked: now, error })
      }
    }
  }

  const loadIfWatched = async () => {
    if (watchers > 0) await load()
  }
  gallery.subscribe((now, before) => !isSameScope(now, before) && void load())
  onChanges(services, () => isPlain(asked()), loadIfWatched)
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

/** Puts answers into the store, with the stacks that lie open. */
function createAnswers(services: Services, store: StoreApi<GalleryView>) {
  const { order, assets } = services
  /** As it was found, without what open stacks lay out. */
  let last = { order: '', ids: [] as IdList, shapes: null as readonly number[] | null }

  /** Everything as it comes is at hand already. */
  function showPlain(now: Asked): void {
    const { error, ...shelves } = order.store.getState()
    const ids = shelves[now.shelf]
    const shown = store.getState()
    if (ids === shown.ids && error === shown.error && isSameAsked(shown.asked, now)) return
    store.setState({ ...nothing, asked: now, ids, error: ids === null ? error : null })
  }

  function showFound(now: Asked, found: Shown): void {
    // The same array where nothing moved: nothing that hangs on it is made again.
    const ids = last.order === found.order ? last.ids : new PackedIdList(found.order)
    last = { order: found.order, ids, shapes: found.shapes }
    const stacks =
      found.stacks.length === 0 ? noStacks : new Map(found.stacks.map(({ at, size }) => [ids.at(at)!, size]))
    const { asked: before, openStacks: wereOpen } = store.getState()
    const openStacks = isSameAsked(before, now) ? stillOpen(wereOpen, stacks) : noneOpen
    store.setState({
      asked: now,
      stacks,
      problems: found.problems,
      pending: found.pending,
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
    const { asked: now } = store.getState()
    const members = await findStack(services, now, id)
    const [head = id] = members
    const { asked: current, openStacks, stacks } = store.getState()
    if (isSameAsked(current, now) && stacks.has(head)) {
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

/** Of a library that changes, of the order of everything, and of what is set in the gallery. */
function onChanges(
  { client, order, settings }: Services,
  isPlainAsked: () => boolean,
  load: () => Promise<void>,
): void {
  const reload = createPatientLoad(load, coalesceMs)
  client.on('library.changed', (change) => isPlainAsked() || reload.soon(delayFor(change)))
  client.on('collections.changed', () => isPlainAsked() || reload.soon())
  order.store.subscribe(() => isPlainAsked() && void load())
  settings.store.subscribe((now, before) => now.gallery !== before.gallery && void load())
}

/** Width by height × 1000; as a square where it is not known yet. */
function shapeOf(asset: Asset | null | undefined): number {
  return asset ? Math.round((asset.widthPx / asset.heightPx) * 1_000) : 1_000
}

async function findStack({ client, assets }: Services, asked: Asked, id: AssetId): Promise<readonly AssetId[]> {
  const { ids } = await client.call('catalogue.stack', { ...scopeOf(asked), id })
  // Rows of whole pictures need their shapes before they lie out.
  assets.put(await client.call('library.assets', { ids: ids.slice(0, maxRecords) }))
  return ids
}

/** A stack that has another standing picture now lies open under that one. */
function stillOpen(open: OpenStacks, stacks: ReadonlyMap<AssetId, number>): OpenStacks {
  if (open.size === 0) return noneOpen
  const kept = new Map<AssetId, readonly AssetId[]>()
  for (const [was, members] of open) {
    const head = stacks.has(was) ? was : members.find((member) => stacks.has(member))
    if (head !== undefined) kept.set(head, members)
  }
  return kept
}

type Scoped = Scope & Pick<GalleryState, 'likeId' | 'madeFromId'>

function askedOf(state: GalleryState, services: Services): Asked {
  return { ...scopeOf(state), likeId: state.likeId, madeFromId: state.madeFromId, ...sortingOf(services) }
}

interface Shown extends Found {
  readonly pending: number
}

async function findShown(
  client: Client,
  { likeId, madeFromId, ...asked }: Asked,
  withShapes: boolean,
  signal: AbortSignal,
): Promise<Shown> {
  if (madeFromId !== null) {
    const lineage = await client.call('catalogue.lineage', { id: madeFromId }, { signal })
    return inOrder([madeFromId, ...descendantsOf(madeFromId, lineage)])
  }
  if (likeId === null)
    return { ...(await client.call('catalogue.find', { ...asked, withShapes }, { signal })), pending: 0 }
  const { matches, pending } = await client.call('catalogue.similar', { id: likeId, limit: mostAlike }, { signal })
  return inOrder([likeId, ...matches.map(({ id }) => id).filter((id) => id !== likeId)], pending)
}

function inOrder(ids: readonly AssetId[], pending = 0): Shown {
  return { order: ids.join(''), stacks: [], shapes: null, problems: [], pending }
}

function sortingOf({ settings }: Services): Pick<Asked, 'sort' | 'isStacked'> {
  const { sort, isStacked } = settings.store.getState().gallery
  return { sort, isStacked }
}

function isPlain({ likeId, madeFromId, collectionId, query, sort, isStacked }: Asked): boolean {
  const isOfOne = likeId !== null || madeFromId !== null
  return !isOfOne && collectionId === null && query === '' && sort === 'newest' && !isStacked
}

const isSameScope = (a: Scoped, b: Scoped) =>
  a.likeId === b.likeId &&
  a.madeFromId === b.madeFromId &&
  a.shelf === b.shelf &&
  a.collectionId === b.collectionId &&
  a.query === b.query

export function isSameAsked(a: Asked, b: Asked): boolean {
  return isSameScope(a, b) && a.sort === b.sort && a.isStacked === b.isStacked
}
