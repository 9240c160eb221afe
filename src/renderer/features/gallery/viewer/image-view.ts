import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/** The area an image is viewed in, device pixels. */
export interface Stage extends Size {
  /** Kept free around a fitted image. */
  readonly marginPx: number
}

/** A free zoom: device pixels per image pixel, and the image point at the center of the stage. */
export interface FreeView {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** null = fitted, including when the stage is resized. */
export type ImageView = FreeView | null

/** Position of an image on the stage. */
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
export function fittedZoom(stage: Stage, size: Size): number {
  const wanted = Math.max(1, Math.ceil(leastSidePx / Math.max(size.widthPx, size.heightPx)))
  return Math.min(wanted, filledZoom(stage, size))
}

/** Fits the whole image as large as possible. */
function filledZoom({ widthPx, heightPx, marginPx }: Stage, size: Size): number {
  const across = Math.max(1, widthPx - 2 * marginPx) / size.widthPx
  const down = Math.max(1, heightPx - 2 * marginPx) / size.heightPx
  return Math.min(largestZoom, across, down)
}

/**
 * Centers a fitted image; with a free zoom it stays where it was left, even with empty space beside it, so that the
 * point under the pointer does not move. The stage's center never leaves the image, so it cannot get lost.
 */
export function placeInView(view: ImageView, stage: Stage, size: Size): Placed {
  const { zoom, x, y } = view ?? { zoom: fittedZoom(stage, size), x: size.widthPx / 2, y: size.heightPx / 2 }
  const along = (room: number, side: number, middle: number) => Math.round(room / 2 - clamp(middle, 0, side) * zoom)
  return {
    zoom,
    originX: along(stage.widthPx, size.widthPx, x),
    originY: along(stage.heightPx, size.heightPx, y),
  }
}

/** Converts a stage point to an image point. */
export function viewToImage({ zoom, originX, originY }: Placed, at: Point): Point {
  return { x: (at.x - originX) / zoom, y: (at.y - originY) / zoom }
}

/** Zooms around `at`. Zooming out to the fitted size switches to fitted. */
export function zoomTo(view: ImageView, stage: Stage, size: Size, at: Point, wanted: number): ImageView {
  const zoom = Math.min(largestZoom, wanted)
  if (zoom <= fittedZoom(stage, size) * sameZoom) return null
  const { x, y } = viewToImage(placeInView(view, stage, size), at)
  const middle = { x: x + (stage.widthPx / 2 - at.x) / zoom, y: y + (stage.heightPx / 2 - at.y) / zoom }
  return settled({ zoom, ...middle }, stage, size)
}

export function panImageBy(view: ImageView, stage: Stage, size: Size, by: Point): ImageView {
  if (view === null) return null
  return settled({ ...view, x: view.x - by.x / view.zoom, y: view.y - by.y / view.zoom }, stage, size)
}

/** Toggles between fitted and 100%; an image smaller than the stage also fills it. */
export function toggleZoom(view: ImageView, stage: Stage, size: Size, at: Point): ImageView {
  if (view !== null) return null
  const fitted = fittedZoom(stage, size)
  return zoomTo(view, stage, size, at, fitted < 1 ? 1 : filledZoom(stage, size))
}

const stops = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32, 64]

/** Returns the next round zoom in that direction, around the center of the stage. */
export function stepZoom(view: ImageView, stage: Stage, size: Size, direction: 1 | -1): ImageView {
  const { zoom } = placeInView(view, stage, size)
  const next =
    direction > 0 ? stops.find((stop) => stop > zoom * sameZoom) : stops.findLast((stop) => stop < zoom / sameZoom)
  const middle = { x: stage.widthPx / 2, y: stage.heightPx / 2 }
  return next === undefined ? view : zoomTo(view, stage, size, middle, next)
}

/** Normalizes the center to its actual position, so that no movement is stored beyond the edge. */
function settled(view: FreeView, stage: Stage, size: Size): FreeView {
  const placed = placeInView(view, stage, size)
  return { zoom: view.zoom, ...viewToImage(placed, { x: stage.widthPx / 2, y: stage.heightPx / 2 }) }
}
