import { growRect, intersectRects, uniteRects, type Point } from '../../../shared/util/geometry.ts'
import type { CanvasState, CanvasStore, IncomingMask, Overlay } from './create-canvas-store.ts'
import { normalizeDegrees, type Turn } from './turn.ts'
import * as viewport from './viewport.ts'
import type { Extent, Viewport, ViewSize } from './viewport.ts'

/** Image pixels shown around the mask by "zoom to the mask". */
const maskMarginPx = 48

/** Viewport and overlays. Nothing moves until the stage has a size. */
export class ViewControl {
  readonly #store: CanvasStore
  #lastOverlay: Overlay = 'tint'

  constructor(store: CanvasStore) {
    this.#store = store
  }

  /** Called when the stage was laid out. A fitted view stays fitted; otherwise the center stays centered. */
  resize(after: ViewSize): void {
    const state = this.#store.getState()
    const { viewSize: previous, viewport: currentViewport } = state
    if (after.widthPx < 1 || after.heightPx < 1) return
    if (previous !== null && isSameSize(previous, after)) return
    const extent = extentOf(state)
    const isFitted = previous === null || viewport.isFitted(currentViewport, previous, extent)
    const next = isFitted
      ? viewport.fit(after, extent, currentViewport)
      : viewport.resized(currentViewport, previous, after)
    this.#store.setState({ viewSize: after, viewport: next })
  }

  /** Fits the image and its frame into the view, up to 100 %. */
  fit(): void {
    this.#change((current, view, extent) => viewport.fit(view, extent, current))
  }

  /** Fits the view if a side of the frame is outside it or under the tools; otherwise nothing moves. */
  showFrame(): void {
    this.#change((current, view, extent, { frame }) =>
      frame === null || viewport.isInView(current, view, frame) ? current : viewport.fit(view, extent, current),
    )
  }

  actualSize(): void {
    this.#change(viewport.actualSize)
  }

  /** Zooms to the mask, up to 400 %, or to the whole image if there is no mask. */
  toMask(): void {
    this.#change((current, view, extent, { maskBounds, size }) => {
      if (maskBounds === null) return viewport.fit(view, extent, current)
      const area = intersectRects(growRect(maskBounds, maskMarginPx), { x: 0, y: 0, ...size })
      return viewport.fitRect(view, area, 4, current)
    })
  }

  /** Zooms to the next stop, around the center of the view. */
  zoomStep(direction: 1 | -1): void {
    this.zoomTo(viewport.nextZoomStop(this.#store.getState().viewport.zoom, direction))
  }

  /** @param screen stays over the same image point; device pixels */
  zoomBy(factor: number, screen: Point): void {
    this.#change((current, view, extent) => viewport.zoomAt(current, view, extent, screen, current.zoom * factor))
  }

  /** Zooms around the center of the view. */
  zoomTo(zoom: number): void {
    this.#change((current, view, extent) =>
      viewport.zoomAt(current, view, extent, { x: view.widthPx / 2, y: view.heightPx / 2 }, zoom),
    )
  }

  /** @param byX device pixels, like `byY` */
  panBy(byX: number, byY: number): void {
    this.#change((current, view, extent) => viewport.panBy(current, view, extent, byX, byY))
  }

  /** Centers the view on an image point. */
  centerOn(at: Point): void {
    this.#change((current, view, extent) => viewport.centeredOn(current, view, extent, at))
  }

  /** Rotates the view clockwise about its center. The image itself does not change. */
  rotateBy(deg: number): void {
    this.#turn(({ rotationDeg, isMirrored }) => ({ rotationDeg: normalizeDegrees(rotationDeg + deg), isMirrored }))
  }

  resetRotation(): void {
    this.#turn(({ isMirrored }) => ({ rotationDeg: 0, isMirrored }))
  }

  /** Mirrors the view horizontally. The image itself does not change. */
  toggleMirror(): void {
    this.#turn(({ rotationDeg, isMirrored }) => ({
      rotationDeg: normalizeDegrees(-rotationDeg),
      isMirrored: !isMirrored,
    }))
  }

  changeOverlay(overlay: Overlay): void {
    const { overlay: previous } = this.#store.getState()
    if (previous !== 'off') this.#lastOverlay = previous
    this.#store.setState({ overlay })
  }

  /** Hides the mask, or shows it with the last overlay. */
  toggleOverlay(): void {
    this.changeOverlay(this.#store.getState().overlay === 'off' ? this.#lastOverlay : 'off')
  }

  toggleNavigator(): void {
    this.#store.setState(({ isNavigatorShown }) => ({ isNavigatorShown: !isNavigatorShown }))
  }

  holdOriginal(isOriginalHeld: boolean): void {
    this.#store.setState({ isOriginalHeld })
  }

  openDialog(dialog: CanvasState['dialog']): void {
    this.#store.setState(dialog === null ? { dialog, incomingMask: null } : { dialog })
  }

  /** Shows a mask read from a file and asks what to do with it. */
  offerMask(incomingMask: IncomingMask): void {
    this.#store.setState({ incomingMask, dialog: 'import-mask' })
  }

  /** Called when a step changed the document's size and moved its pixels by `offset`: they stay in place on screen. */
  imageMoved(offset: Point): void {
    this.#store.setState((state) => ({ viewport: viewport.contentMoved(state.viewport, offset) }))
  }

  #turn(next: (current: Viewport) => Turn): void {
    this.#change((current, view, extent) => viewport.turned(current, view, extent, next(current)))
  }

  #change(next: (current: Viewport, view: ViewSize, extent: Extent, state: CanvasState) => Viewport): void {
    const state = this.#store.getState()
    if (state.viewSize === null) return
    this.#store.setState({ viewport: next(state.viewport, state.viewSize, extentOf(state), state) })
  }
}

function isSameSize(a: ViewSize, b: ViewSize): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx && a.dpr === b.dpr
}

/** The image together with its pending frame. */
function extentOf({ size, frame }: CanvasState): Extent {
  const image = { x: 0, y: 0, ...size }
  return frame === null ? image : uniteRects(image, frame)
}
