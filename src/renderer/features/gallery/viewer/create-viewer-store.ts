import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { PictureView, Stage } from './picture-view.ts'

export interface ViewerState {
  /** What is looked at; null while its size is not known. */
  readonly picture: { readonly id: AssetId; readonly size: Size } | null
  readonly stage: Stage | null
  readonly view: PictureView
  /** Nothing but the picture, over the whole screen. */
  readonly isBare: boolean
}

export type ViewerStore = StoreApi<ViewerState>

export function createViewerStore(): ViewerStore {
  return createStore<ViewerState>(() => ({ picture: null, stage: null, view: null, isBare: false }))
}

/** Zoom and place stay where the next picture has the same size: so that the same spot can be looked at in both. */
export function showPicture(store: ViewerStore, picture: NonNullable<ViewerState['picture']>): void {
  const before = store.getState().picture
  if (before?.id === picture.id) return
  const isSameSize = before?.size.widthPx === picture.size.widthPx && before.size.heightPx === picture.size.heightPx
  store.setState({ picture, ...(!isSameSize && { view: null }) })
}

/** Comes with what is looked at; nothing happens where nothing is. */
export function changeView(
  store: ViewerStore,
  change: (view: PictureView, stage: Stage, size: Size, middle: Point) => PictureView,
): void {
  const { picture, stage, view } = store.getState()
  if (picture === null || stage === null) return
  const middle = { x: stage.widthPx / 2, y: stage.heightPx / 2 }
  store.setState({ view: change(view, stage, picture.size, middle) })
}
