import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { ImageView, ViewArea } from './image-view.ts'

export interface ViewerState {
  /** The image being viewed; null until its size is known. */
  readonly image: { readonly id: AssetId; readonly size: Size } | null
  readonly area: ViewArea | null
  readonly view: ImageView
  /** Full screen with no controls. */
  readonly isBare: boolean
}

export type ViewerStore = StoreApi<ViewerState>

export function createViewerStore(): ViewerStore {
  return createStore<ViewerState>(() => ({ image: null, area: null, view: null, isBare: false }))
}

/** Keeps zoom and position if the next image has the same size, so that the same spot can be compared. */
export function showImage(store: ViewerStore, image: NonNullable<ViewerState['image']>): void {
  const previous = store.getState().image
  if (previous?.id === image.id) return
  const isSameSize = previous?.size.widthPx === image.size.widthPx && previous.size.heightPx === image.size.heightPx
  store.setState({ image, ...(!isSameSize && { view: null }) })
}

/** Updates the view relative to the current image; does nothing without one. */
export function changeView(
  store: ViewerStore,
  change: (view: ImageView, area: ViewArea, size: Size, middle: Point) => ImageView,
): void {
  const { image, area, view } = store.getState()
  if (image === null || area === null) return
  const middle = { x: area.widthPx / 2, y: area.heightPx / 2 }
  store.setState({ view: change(view, area, image.size, middle) })
}
