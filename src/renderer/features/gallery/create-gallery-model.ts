import type { Services } from '../../client/index.ts'
import { createGalleryStore, keepFound, reconcile } from './create-gallery-store.ts'
import { createOrganize } from './create-organize.ts'
import { createDuplicatesStore } from './duplicates/create-duplicates-store.ts'
import { createFamilyStore } from './lineage/create-family-store.ts'
import { createGalleryActions } from './gallery-actions.ts'
import type { GalleryModel } from './gallery-context.ts'
import { createGalleryView, isSameQuery } from './view/create-gallery-view.ts'
import { createViewerStore } from './viewer/create-viewer-store.ts'

export function createGalleryModel(services: Services): GalleryModel {
  const store = createGalleryStore()
  const view = createGalleryView(services, store)
  view.store.subscribe((now, before) => {
    if (now.ids === null || before.ids === null || now.ids === before.ids) return
    if (now.query === before.query || isSameQuery(now.query, before.query)) reconcile(store, before.ids, now.ids)
    else keepFound(store, now.ids)
  })
  const organize = createOrganize(services, store)
  const actions = createGalleryActions(services, store, view, organize.undo)
  const startDrag: GalleryModel['actions']['startDrag'] = (ids) => {
    organize.store.setState({ dragged: ids })
    actions.startDrag(ids)
  }
  return {
    store,
    view,
    viewer: createViewerStore(),
    family: createFamilyStore(services),
    duplicates: createDuplicatesStore(services),
    organize,
    actions: { ...actions, startDrag },
  }
}
