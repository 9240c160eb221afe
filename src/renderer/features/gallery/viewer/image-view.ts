import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/** The area an image is viewed in, device pixels. */
export interface ViewArea extends Size {
  /** Kept free around a fitted image. */
  readonly marginPx: number
}

/** A free zoom: device pixels per image pixel, and the image point at the center of the view. */
export interface FreeView {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** null = fitted, including after a resize of the view. */
export type ImageView = FreeView | null

/** Position of an image in the view. */
export interface Placed {
  readonly zoom: number
  readonly originX: number
  readonly originY: number
}

const largestZoom = 64
/** Zooms closer than this factor count as equal. */
const sameZoom = 1.002

/** Anything smaller could not be seen. */
const leastSidePx = 48

/** Fits the whole image; only tiny ones are enlarged, by whole multiples. */
export function fittedZoom(area: ViewArea, size: Size): number {
  const enlarged = Math.max(1, Math.ceil(leastSidePx / Math.max(size.widthPx, size.heightPx)))
  return Math.min(enlarged, filledZoom(area, size))
}

/** Fits the whole image as large as possible. */
function filledZoom({ widthPx, heightPx, marginPx }: ViewArea, size: Size): number {
  const across = Math.max(1, widthPx - 2 * marginPx) / size.widthPx
  const down = Math.max(1, heightPx - 2 * marginPx) / size.heightPx
  return Math.min(largestZoom, across, down)
}

/**
 * Centers a fitted image; with a free zoom it stays where it was left, even with empty space beside it, so that the
 * point under the pointer does not move. The center of the view never leaves the image, so it cannot get lost.
 */
export function placeInView(view: ImageView, area: ViewArea, size: Size): Placed {
  const { zoom, x, y } = view ?? { zoom: fittedZoom(area, size), x: size.widthPx / 2, y: size.heightPx / 2 }
  const along = (room: number, side: number, middle: number) => Math.round(room / 2 - clamp(middle, 0, side) * zoom)
  return {
    zoom,
    originX: along(area.widthPx, size.widthPx, x),
    originY: along(area.heightPx, size.heightPx, y),
  }
}

/** Converts a point in the view to an image point. */
export function viewToImage({ zoom, originX, originY }: Placed, at: Point): Point {
  return { x: (at.x - originX) / zoom, y: (at.y - originY) / zoom }
}

/** Zooms around `at`. Zooming out to the fitted size switches to fitted. */
export function zoomTo(view: ImageView, area: ViewArea, size: Size, at: Point, targetZoom: number): ImageView {
  const zoom = Math.min(largestZoom, targetZoom)
  if (zoom <= fittedZoom(area, size) * sameZoom) return null
  const { x, y } = viewToImage(placeInView(view, area, size), at)
  const middle = { x: x + (area.widthPx / 2 - at.x) / zoom, y: y + (area.heightPx / 2 - at.y) / zoom }
  return settled({ zoom, ...middle }, area, size)
}

export function panImageBy(view: ImageView, area: ViewArea, size: Size, by: Point): ImageView {
  if (view === null) return null
  return settled({ ...view, x: view.x - by.x / view.zoom, y: view.y - by.y / view.zoom }, area, size)
}

/** Toggles between fitted and 100%; an image smaller than the view also fills it. */
export function toggleZoom(view: ImageView, area: ViewArea, size: Size, at: Point): ImageView {
  if (view !== null) return null
  const fitted = fittedZoom(area, size)
  return zoomTo(view, area, size, at, fitted < 1 ? 1 : filledZoom(area, size))
}

const stops = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32, 64]

/** Returns the next round zoom in that direction, around the center of the view. */
export function stepZoom(view: ImageView, area: ViewArea, size: Size, direction: 1 | -1): ImageView {
  const { zoom } = placeInView(view, area, size)
  const next =
    direction > 0 ? stops.find((stop) => stop > zoom * sameZoom) : stops.findLast((stop) => stop < zoom / sameZoom)
  const middle = { x: area.widthPx / 2, y: area.heightPx / 2 }
  return next === undefined ? view : zoomTo(view, area, size, middle, next)
}

/** Normalizes the center to its actual position, so that no movement is stored beyond the edge. */
function settled(view: FreeView, area: ViewArea, size: Size): FreeView {
  const placed = placeInView(view, area, size)
  return { zoom: view.zoom, ...viewToImage(placed, { x: area.widthPx / 2, y: area.heightPx / 2 }) }
}
