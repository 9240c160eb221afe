import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Facet, Scope } from '../../../shared/domain/catalogue.ts'
import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import { createPatientLoad, delayFor, type Client, type Services } from '../../client/index.ts'
import { createLatestRequest } from '../../lib/create-latest-request.ts'
import { scopeOf, showView, type GalleryStore } from './create-gallery-store.ts'
import { createUndoStack, type UndoStack } from './create-undo-stack.ts'
import { createAnnotationActions, type AnnotationActions } from './annotations/create-annotation-actions.ts'
import { createTagsStore, type TagsStore } from './annotations/create-tags-store.ts'
import { createCollectionActions, type CollectionActions } from './collections/create-collection-actions.ts'
import { createCollectionsStore, type CollectionsStore } from './collections/create-collections-store.ts'

/** Which dialog is open. */
export type OrganizeDialog =
  | { readonly type: 'none' }
  | { readonly type: 'add-to-collection'; readonly ids: readonly AssetId[] }
  | { readonly type: 'tag'; readonly ids: readonly AssetId[] }
  | { readonly type: 'all-tags' }
  | { readonly type: 'save-search'; readonly query: string }
  | { readonly type: 'edit-search'; readonly collection: Collection }

export interface OrganizeState {
  readonly dialog: OrganizeDialog
  /** The collection being renamed. */
  readonly renamingId: CollectionId | null
  /** Images being dragged in this window. */
  readonly dragged: readonly AssetId[] | null
}

/** Organizing images: annotations, tags, collections, and undo. */
export interface Organize {
  readonly store: StoreApi<OrganizeState>
  readonly undo: UndoStack
  readonly annotations: AnnotationActions
  readonly tags: TagsStore
  readonly collections: CollectionsStore
  readonly collecting: CollectionActions
  readonly facets: FacetsStore
}

export function createOrganize(services: Services, gallery: GalleryStore): Organize {
  const { client, intents } = services
  const undo = createUndoStack(intents)
  const collections = createCollectionsStore(client)
  return {
    store: createStore<OrganizeState>(() => ({ dialog: { type: 'none' }, renamingId: null, dragged: null })),
    undo,
    annotations: createAnnotationActions(services, undo),
    tags: createTagsStore(client),
    collections,
    facets: createFacetsStore(client, gallery),
    collecting: createCollectionActions({
      client,
      collections,
      undo,
      onRemoved: (isGone) => {
        const { collectionId } = gallery.getState()
        if (collectionId !== null && isGone(collectionId)) showView(gallery, 'library')
      },
    }),
  }
}

interface FacetsState {
  /** Null until the first response; the previous counts stay while new ones load. */
  readonly facets: readonly Facet[] | null
  /** Number of images shown. */
  readonly count: number
  readonly error: unknown
}

interface FacetsStore {
  readonly store: StoreApi<FacetsState>
  /** Keeps counts up to date while there are watchers. Returns the unsubscribe function. */
  watch(): () => void
}

/** Longer than the search's own delay: counts that flicker on every keystroke are distracting. */
const restMs = 220

function createFacetsStore(client: Client, gallery: GalleryStore): FacetsStore {
  const store = createStore<FacetsState>(() => ({ facets: null, count: 0, error: null }))
  let watchers = 0
  const latest = createLatestRequest<Scope, Pick<FacetsState, 'facets' | 'count'>>({
    request: (scope, signal) => client.call('catalogue.facets', scope, { signal }),
    onResult: ({ facets, count }) => store.setState({ facets, count, error: null }),
    onError: (error) => store.setState({ error }),
    delayMs: restMs,
  })
  const ask = () => {
    if (watchers > 0) latest.sendLater(scopeOf(gallery.getState()))
  }
  const recount = createPatientLoad(async () => {
    if (watchers > 0) await latest.send(scopeOf(gallery.getState()))
  }, restMs)
  client.on('library.changed', (change) => recount.soon(delayFor(change)))
  client.on('collections.changed', () => ask())
  gallery.subscribe((current, previous) => {
    const isSame =
      current.section === previous.section &&
      current.collectionId === previous.collectionId &&
      current.query === previous.query
    if (!isSame) ask()
  })
  return {
    store,
    watch() {
      watchers += 1
      // Waits for the first screen: the database handles one request at a time.
      if (watchers === 1) ask()
      return () => {
        watchers -= 1
        if (watchers === 0) latest.cancel()
      }
    },
  }
}
