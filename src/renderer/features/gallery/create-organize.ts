import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import type { Services } from '../../client/index.ts'
import { showView, type GalleryStore } from './create-gallery-store.ts'
import { createUndoStack, type UndoStack } from './create-undo-stack.ts'
import { createFacetsStore, type FacetsStore } from './search/create-facets-store.ts'
import { createAnnotationActions, type AnnotationActions } from './annotations/create-annotation-actions.ts'
import { createTagsStore, type TagsStore } from './annotations/create-tags-store.ts'
import { createCollectionActions, type CollectionActions } from './collections/create-collection-actions.ts'
import { createCollectionsStore, type CollectionsStore } from './collections/create-collections-store.ts'

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
