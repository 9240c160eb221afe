import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/** What a picture is looked at in, device pixels. */
export interface Stage extends Size {
  /** Left free around a fitted picture. */
  readonly marginPx: number
}

/** A zoom of one's own: device pixels per picture pixel, and the place of the picture in the middle of the stage. */
export interface FreeView {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** null = fitted, also when the stage changes its size. */
export type PictureView = FreeView | null

/** How a picture lies on the stage. */
export interface Placed {
  readonly zoom: number
  readonly originX: number
  readonly originY: number
}

const largestZoom = 64
/** Two zooms this near are the same. */
const sameZoom = 1.002

/** Smaller ones could not be seen. */
const leastSidePx = 48

/** All of it in sight; only what is tiny is enlarged, to whole multiples. */
export function fittedZoom(stage: Stage, size: Size): number {
  const wanted = Math.max(1, Math.ceil(leastSidePx / Math.max(size.widthPx, size.heightPx)))
  return Math.min(wanted, filledZoom(stage, size))
}

/** All of it in sight, as large as that goes. */
function filledZoom({ widthPx, heightPx, marginPx }: Stage, size: Size): number {
  const across = Math.max(1, widthPx - 2 * marginPx) / size.widthPx
  const down = Math.max(1, heightPx - 2 * marginPx) / size.heightPx
  return Math.min(largestZoom, across, down)
}

/**
 * Fitted in the middle; with a zoom of one's own wherever it was left, also with room beside it, so that what is under the
 * pointer stays there. The middle of the stage never leaves the picture: it cannot be lost.
 */
export function placePicture(view: PictureView, stage: Stage, size: Size): Placed {
  const { zoom, x, y } = view ?? { zoom: fittedZoom(stage, size), x: size.widthPx / 2, y: size.heightPx / 2 }
  const along = (room: number, side: number, middle: number) => Math.round(room / 2 - clamp(middle, 0, side) * zoom)
  return {
    zoom,
    originX: along(stage.widthPx, size.widthPx, x),
    originY: along(stage.heightPx, size.heightPx, y),
  }
}

/** The place of the picture under a place of the stage. */
export function toPicture({ zoom, originX, originY }: Placed, at: Point): Point {
  return { x: (at.x - originX) / zoom, y: (at.y - originY) / zoom }
}

/** Zooms so that what is under `at` stays there. As small as fitted is fitted. */
export function zoomTo(view: PictureView, stage: Stage, size: Size, at: Point, wanted: number): PictureView {
  const zoom = Math.min(largestZoom, wanted)
  if (zoom <= fittedZoom(stage, size) * sameZoom) return null
  const { x, y } = toPicture(placePicture(view, stage, size), at)
  const middle = { x: x + (stage.widthPx / 2 - at.x) / zoom, y: y + (stage.heightPx / 2 - at.y) / zoom }
  return settled({ zoom, ...middle }, stage, size)
}

export function panPictureBy(view: PictureView, stage: Stage, size: Size, by: Point): PictureView {
  if (view === null) return null
  return settled({ ...view, x: view.x - by.x / view.zoom, y: view.y - by.y / view.zoom }, stage, size)
}

/** Fitted or every pixel; a picture that is smaller than the stage also as large as it goes. */
export function toggleZoom(view: PictureView, stage: Stage, size: Size, at: Point): PictureView {
  if (view !== null) return null
  const fitted = fittedZoom(stage, size)
  return zoomTo(view, stage, size, at, fitted < 1 ? 1 : filledZoom(stage, size))
}

const stops = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32, 64]

/** The next round zoom in that direction, about the middle of the stage. */
export function stepZoom(view: PictureView, stage: Stage, size: Size, direction: 1 | -1): PictureView {
  const { zoom } = placePicture(view, stage, size)
  const next =
    direction > 0 ? stops.find((stop) => stop > zoom * sameZoom) : stops.findLast((stop) => stop < zoom / sameZoom)
  const middle = { x: stage.widthPx / 2, y: stage.heightPx / 2 }
  return next === undefined ? view : zoomTo(view, stage, size, middle, next)
}

/** The same view with its middle where it really is, so that no movement is stored beyond the edge. */
function settled(view: FreeView, stage: Stage, size: Size): FreeView {
  const placed = placePicture(view, stage, size)
  return { zoom: view.zoom, ...toPicture(placed, { x: stage.widthPx / 2, y: stage.heightPx / 2 }) }
}
