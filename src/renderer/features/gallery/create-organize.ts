import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Facet, Scope } from '../../../shared/domain/catalogue.ts'
import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import { createPatientLoad, delayFor, type Client, type Services } from '../../client/index.ts'
import { scopeOf, showView, type GalleryStore } from './create-gallery-store.ts'
import { createUndoStack, type UndoStack } from './create-undo-stack.ts'
import { createAnnotationActions, type AnnotationActions } from './annotations/create-annotation-actions.ts'
import { createTagsStore, type TagsStore } from './annotations/create-tags-store.ts'
import { createCollectionActions, type CollectionActions } from './collections/create-collection-actions.ts'
import { createCollectionsStore, type CollectionsStore } from './collections/create-collections-store.ts'
import { createLateAnswer } from './search/create-late-answer.ts'

/** What is asked in a window of its own. */
export type OrganizeDialog =
  | { readonly is: 'none' }
  | { readonly is: 'add-to-collection'; readonly ids: readonly AssetId[] }
  | { readonly is: 'tag'; readonly ids: readonly AssetId[] }
  | { readonly is: 'all-tags' }
  | { readonly is: 'save-search'; readonly query: string }
  | { readonly is: 'edit-search'; readonly collection: Collection }

export interface OrganizeState {
  readonly dialog: OrganizeDialog
  /** The collection whose name is being written. */
  readonly renamingId: CollectionId | null
  /** Pictures that were taken up with the pointer in this window. */
  readonly dragged: readonly AssetId[] | null
}

/** Putting pictures in order: marks, tags, collections, and the way back. */
export interface Organize {
  readonly store: StoreApi<OrganizeState>
  readonly undo: UndoStack
  readonly marks: AnnotationActions
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
    store: createStore<OrganizeState>(() => ({ dialog: { is: 'none' }, renamingId: null, dragged: null })),
    undo,
    marks: createAnnotationActions(services, undo),
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
  /** Null until the first answer; the last counts stay while others are on their way. */
  readonly facets: readonly Facet[] | null
  /** Of the pictures that are shown. */
  readonly count: number
  readonly error: unknown
}

interface FacetsStore {
  readonly store: StoreApi<FacetsState>
  /** Counts as long as somebody looks. Returns how to stop. */
  watch(): () => void
}

/** Later than the search itself: numbers that flicker at every letter disturb. */
const restMs = 220

function createFacetsStore(client: Client, gallery: GalleryStore): FacetsStore {
  const store = createStore<FacetsState>(() => ({ facets: null, count: 0, error: null }))
  let watchers = 0
  const late = createLateAnswer<Scope, Pick<FacetsState, 'facets' | 'count'>>({
    ask: (scope, signal) => client.call('catalogue.facets', scope, { signal }),
    onAnswer: ({ facets, count }) => store.setState({ facets, count, error: null }),
    onError: (error) => store.setState({ error }),
    delayMs: restMs,
  })
  const ask = (delayMs?: number) => {
    if (watchers > 0) late.ask(scopeOf(gallery.getState()), delayMs)
  }
  const recount = createPatientLoad(async () => ask(0), restMs)
  client.on('library.changed', (change) => recount.soon(delayFor(change)))
  client.on('collections.changed', () => ask())
  gallery.subscribe((now, before) => {
    const isSame = now.shelf === before.shelf && now.collectionId === before.collectionId && now.query === before.query
    if (!isSame) ask()
  })
  return {
    store,
    watch() {
      watchers += 1
      // After the first screen: the database answers one question at a time.
      if (watchers === 1) ask()
      return () => {
        watchers -= 1
        if (watchers === 0) late.stop()
      }
    },
  }
}
