import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { ImageView, Stage } from './image-view.ts'

export interface ViewerState {
  /** The image being viewed; null until its size is known. */
  readonly image: { readonly id: AssetId; readonly size: Size } | null
  readonly stage: Stage | null
  readonly view: ImageView
  /** Full screen with no controls. */
  readonly isBare: boolean
}

export type ViewerStore = StoreApi<ViewerState>

export function createViewerStore(): ViewerStore {
  return createStore<ViewerState>(() => ({ image: null, stage: null, view: null, isBare: false }))
}

/** Keeps zoom and position if the next image has the same size, so that the same spot can be compared. */
export function showImage(store: ViewerStore, image: NonNullable<ViewerState['image']>): void {
  const before = store.getState().image
  if (before?.id === image.id) return
  const isSameSize = before?.size.widthPx === image.size.widthPx && before.size.heightPx === image.size.heightPx
  store.setState({ image, ...(!isSameSize && { view: null }) })
}

/** Updates the view relative to the current image; does nothing without one. */
export function changeView(
  store: ViewerStore,
  change: (view: ImageView, stage: Stage, size: Size, middle: Point) => ImageView,
): void {
  const { image, stage, view } = store.getState()
  if (image === null || stage === null) return
  const middle = { x: stage.widthPx / 2, y: stage.heightPx / 2 }
  store.setState({ view: change(view, stage, image.size, middle) })
}
