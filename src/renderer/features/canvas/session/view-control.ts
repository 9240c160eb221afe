import { growRect, intersectRects, type Point, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CanvasStore } from './create-canvas-store.ts'
import * as viewport from './viewport.ts'
import type { Viewport, ViewSize } from './viewport.ts'

/** Picture pixels shown around the mask by "zoom to the mask". */
const maskMarginPx = 48

/** Moves the view. Every action does nothing until the stage has a size. */
export class ViewControl {
  readonly #store: CanvasStore
  readonly #picture: Size
  readonly #maskBounds: () => Rect | null

  constructor(store: CanvasStore, picture: Size, maskBounds: () => Rect | null) {
    this.#store = store
    this.#picture = picture
    this.#maskBounds = maskBounds
  }

  /** The stage was laid out. The first time the picture is fitted; later its middle stays in the middle. */
  resize(after: ViewSize): void {
    const { viewSize: before, viewport: now } = this.#store.getState()
    if (after.widthPx < 1 || after.heightPx < 1) return
    if (
      before !== null &&
      before.widthPx === after.widthPx &&
      before.heightPx === after.heightPx &&
      before.dpr === after.dpr
    )
      return
    const next = before === null ? viewport.fit(after, this.#picture) : viewport.resized(now, before, after)
    this.#store.setState({ viewSize: after, viewport: next })
  }

  fit(): void {
    this.#change((_, view) => viewport.fit(view, this.#picture))
  }

  actualSize(): void {
    this.#change((now, view) => viewport.actualSize(now, view, this.#picture))
  }

  /** Shows the mask as large as it goes, up to 400 %; the whole picture where there is none. */
  toMask(): void {
    this.#change((_, view) => {
      const bounds = this.#maskBounds()
      if (bounds === null) return viewport.fit(view, this.#picture)
      const area = intersectRects(growRect(bounds, maskMarginPx), { x: 0, y: 0, ...this.#picture })
      return viewport.fitRect(view, area, 4)
    })
  }

  /** To the next zoom stop, around the middle of the view. */
  zoomStep(direction: 1 | -1): void {
    this.#change((now, view) => {
      const middle = { x: view.widthPx / 2, y: view.heightPx / 2 }
      return viewport.zoomAt(now, view, this.#picture, middle, viewport.nextZoomStop(now.zoom, direction))
    })
  }

  /** @param screen stays over the same place of the picture; device pixels */
  zoomBy(factor: number, screen: Point): void {
    this.#change((now, view) => viewport.zoomAt(now, view, this.#picture, screen, now.zoom * factor))
  }

  zoomTo(zoom: number): void {
    this.#change((now, view) =>
      viewport.zoomAt(now, view, this.#picture, { x: view.widthPx / 2, y: view.heightPx / 2 }, zoom),
    )
  }

  panBy(byX: number, byY: number): void {
    this.#change((now, view) => viewport.panBy(now, view, this.#picture, byX, byY))
  }

  #change(next: (now: Viewport, view: ViewSize) => Viewport): void {
    const { viewport: now, viewSize } = this.#store.getState()
    if (viewSize !== null) this.#store.setState({ viewport: next(now, viewSize) })
  }
}
