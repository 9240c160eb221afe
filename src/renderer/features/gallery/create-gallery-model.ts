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
  view.store.subscribe((current, previous) => {
    if (current.ids === null || previous.ids === null || current.ids === previous.ids) return
    if (current.query === previous.query || isSameQuery(current.query, previous.query))
      reconcile(store, previous.ids, current.ids)
    else keepFound(store, current.ids)
  })
  const organize = createOrganize(services, store)
  const actions = createGalleryActions(services, store, view, organize.undo)
  const startDrag: GalleryModel['actions']['startDrag'] = (ids) => {
    organize.store.setState({ dragged: ids })
    actions.startDrag(ids)
  }
  let map: ReturnType<GalleryModel['mapOf']> | null = null
  return {
    store,
    view,
    viewer: createViewerStore(),
    family: createFamilyStore(services),
    duplicates: createDuplicatesStore(services),
    mapOf: (make) => (map ??= make()),
    organize,
    actions: { ...actions, startDrag },
  }
}
