import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { applyTurn, turnedBounds, unturn, type Turn } from './turn.ts'

/**
 * Position of the image in the view. All in device pixels: at zoom 1 an image pixel is a screen pixel, on every
 * display. CSS pixels occur only at the boundary, where pointer events come in.
 */
export interface Viewport extends Turn {
  /** Device pixels per image pixel. */
  readonly zoom: number
  /** Position of the image's top-left corner. Fractions accumulate during movement; drawing and pointing both round. */
  readonly originX: number
  readonly originY: number
}

/** The view's size in device pixels, and the number of device pixels per CSS pixel (display scale × window zoom). */
export interface ViewSize extends Size {
  readonly dpr: number
}

/** The area to keep within reach, in image pixels: the image, or one that extends beyond it. */
export interface Extent extends Size {
  readonly x?: number
  readonly y?: number
}

const largestZoom = 64
const smallestShownPx = 48
/** Margin around a fitted image, CSS pixels; the tools on the left never cover the image. */
const fitMarginCss = 24
const toolsCss = 44
/** In a stage lower than this the tools use two columns (studio.css). */
const lowStageCss = 306
const lowToolsCss = 62

const unturned: Turn = { rotationDeg: 0, isMirrored: false }
export const initialViewport: Viewport = { zoom: 1, originX: 0, originY: 0, ...unturned }

export function toImage(viewport: Viewport, screen: Point): Point {
  const x = (screen.x - Math.round(viewport.originX)) / viewport.zoom
  const y = (screen.y - Math.round(viewport.originY)) / viewport.zoom
  return unturn(viewport, { x, y })
}

export function toScreen(viewport: Viewport, image: Point): Point {
  const at = applyTurn(viewport, image)
  return {
    x: Math.round(viewport.originX) + at.x * viewport.zoom,
    y: Math.round(viewport.originY) + at.y * viewport.zoom,
  }
}

/** Converts a pointer position relative to the view's corner from CSS pixels to device pixels. */
export function cssToScreen(view: ViewSize, css: Point): Point {
  return { x: css.x * view.dpr, y: css.y * view.dpr }
}

export function fit(view: ViewSize, image: Extent, turn: Turn = unturned): Viewport {
  return fitRect(view, toRect(image), 1, turn)
}

/** Fits a rectangle into the view, at a zoom of at most `most`. */
export function fitRect(view: ViewSize, rect: Rect, maxZoom: number, turn: Turn = unturned): Viewport {
  const margin = fitMarginCss * view.dpr
  const tools = toolsWidth(view)
  const shown = turnedBounds(turn, rect)
  const zoom = Math.min(
    maxZoom,
    Math.max(1, view.widthPx - tools - 2 * margin) / shown.widthPx,
    Math.max(1, view.heightPx - 2 * margin) / shown.heightPx,
  )
  const fitted = centered(view, middleOf(rect), zoom, turn)
  const left = (view.widthPx - shown.widthPx * zoom) / 2
  return { ...fitted, originX: fitted.originX + Math.max(0, margin + tools - left) }
}

function toolsWidth({ heightPx, dpr }: ViewSize): number {
  return (heightPx / dpr < lowStageCss ? lowToolsCss : toolsCss) * dpr
}

/** Whether the view equals the result of `fit`. */
export function isFitted(viewport: Viewport, view: ViewSize, image: Extent): boolean {
  const fitted = fit(view, image, viewport)
  return (
    Math.abs(viewport.zoom / fitted.zoom - 1) < 1e-6 &&
    Math.abs(viewport.originX - fitted.originX) < 1 &&
    Math.abs(viewport.originY - fitted.originY) < 1
  )
}

/** Whether the whole rectangle is visible and not covered by the tools. */
export function isInView(viewport: Viewport, view: ViewSize, rect: Rect): boolean {
  const { x, y, widthPx, heightPx } = rect
  const corners = [x, x + widthPx].flatMap((across) => [y, y + heightPx].map((down) => ({ x: across, y: down })))
  return corners
    .map((corner) => toScreen(viewport, corner))
    .every((at) => at.x >= toolsWidth(view) && at.x <= view.widthPx && at.y >= 0 && at.y <= view.heightPx)
}

/** Zooms to 100 % and keeps the center of the view. */
export function actualSize(viewport: Viewport, view: ViewSize, image: Extent): Viewport {
  return zoomAt(viewport, view, image, middleOfView(view), 1)
}

/** Zooms so that the point under `screen` stays there. */
export function zoomAt(viewport: Viewport, view: ViewSize, image: Extent, screen: Point, zoom: number): Viewport {
  const next = clampZoom(zoom, view, image)
  const ratio = next / viewport.zoom
  return clampPan(
    {
      ...viewport,
      zoom: next,
      originX: screen.x - (screen.x - viewport.originX) * ratio,
      originY: screen.y - (screen.y - viewport.originY) * ratio,
    },
    view,
    image,
  )
}

export function panBy(viewport: Viewport, view: ViewSize, image: Extent, byX: number, byY: number): Viewport {
  return clampPan({ ...viewport, originX: viewport.originX + byX, originY: viewport.originY + byY }, view, image)
}

/** Rotates the view about its center. */
export function turned(viewport: Viewport, view: ViewSize, image: Extent, turn: Turn): Viewport {
  return clampPan(centered(view, visibleCenter(viewport, view), viewport.zoom, turn), view, image)
}

/** Centers the view on an image point. */
export function centeredOn(viewport: Viewport, view: ViewSize, image: Extent, at: Point): Viewport {
  return clampPan(centered(view, at, viewport.zoom, viewport), view, image)
}

/** Adjusts to pixels that moved within the document: they keep their screen position. */
export function contentMoved(viewport: Viewport, offset: Point): Viewport {
  const turnedOffset = applyTurn(viewport, offset)
  return {
    ...viewport,
    originX: viewport.originX - turnedOffset.x * viewport.zoom,
    originY: viewport.originY - turnedOffset.y * viewport.zoom,
  }
}

/** Adjusts to a new view size or pixel density: the center and the apparent size are kept. */
export function resized(viewport: Viewport, from: ViewSize, to: ViewSize): Viewport {
  return centered(to, visibleCenter(viewport, from), viewport.zoom * (to.dpr / from.dpr), viewport)
}

/** The next zoom stop of 1/64 … 1/3, 1/2, 2/3, 1, 2, 3 … in that direction. */
export function nextZoomStop(zoom: number, direction: 1 | -1): number {
  const next =
    direction > 0 ? zoomStops.find((stop) => stop > zoom * 1.001) : zoomStops.findLast((stop) => stop < zoom * 0.999)
  return next ?? zoom
}

const largerStops = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const zoomStops = largerStops
  .slice(1)
  .map((stop) => 1 / stop)
  .toReversed()
  .concat(largerStops)

/** The visible part of the image in whole pixels; for a rotated image, its bounding box. */
export function visibleRect(viewport: Viewport, view: ViewSize, image: Extent): Rect {
  const visible = visibleBounds(viewport, view)
  const all = toRect(image)
  const x = Math.max(all.x, Math.floor(visible.x))
  const y = Math.max(all.y, Math.floor(visible.y))
  return {
    x,
    y,
    widthPx: Math.max(0, Math.min(all.x + all.widthPx, Math.ceil(visible.x + visible.widthPx)) - x),
    heightPx: Math.max(0, Math.min(all.y + all.heightPx, Math.ceil(visible.y + visible.heightPx)) - y),
  }
}

/** The view's corners in image coordinates, in order around it. */
export function seenCorners(viewport: Viewport, view: ViewSize): readonly Point[] {
  const { widthPx, heightPx } = view
  const corners = [
    { x: 0, y: 0 },
    { x: widthPx, y: 0 },
    { x: widthPx, y: heightPx },
    { x: 0, y: heightPx },
  ]
  return corners.map((corner) => toImage(viewport, corner))
}

function visibleBounds(viewport: Viewport, view: ViewSize): Rect {
  const corners = seenCorners(viewport, view)
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, widthPx: Math.max(...xs) - x, heightPx: Math.max(...ys) - y }
}

/** Unrounded, so that many small steps do not drift. */
function visibleCenter(viewport: Viewport, view: ViewSize): Point {
  const x = (view.widthPx / 2 - viewport.originX) / viewport.zoom
  const y = (view.heightPx / 2 - viewport.originY) / viewport.zoom
  return unturn(viewport, { x, y })
}

function centered(view: ViewSize, center: Point, zoom: number, turn: Turn): Viewport {
  const { x, y } = applyTurn(turn, center)
  return {
    zoom,
    originX: view.widthPx / 2 - x * zoom,
    originY: view.heightPx / 2 - y * zoom,
    rotationDeg: turn.rotationDeg,
    isMirrored: turn.isMirrored,
  }
}

function clampZoom(zoom: number, view: ViewSize, image: Extent): number {
  const minimum = Math.min(fit(view, image).zoom, 16 / Math.max(image.widthPx, image.heightPx))
  return Math.min(largestZoom, Math.max(minimum, zoom))
}

/** Keeps part of the image within reach. */
function clampPan(viewport: Viewport, view: ViewSize, image: Extent): Viewport {
  const rect = toRect(image)
  if (viewport.rotationDeg % 90 === 0) return clampAlongScreen(viewport, view, rect)
  // A rotated image may miss the view even if their bounding boxes overlap, so it is also clamped along its own axes.
  let next = viewport
  for (let round = 0; round < 3; round++) next = clampAlongImage(clampAlongScreen(next, view, rect), view, rect)
  return next
}

function clampAlongScreen(viewport: Viewport, view: ViewSize, rect: Rect): Viewport {
  const { zoom } = viewport
  const bounds = turnedBounds(viewport, rect)
  const [left, top] = [bounds.x * zoom, bounds.y * zoom]
  const keep = smallestShownPx * view.dpr
  return {
    ...viewport,
    originX: clampStart(viewport.originX + left, bounds.widthPx * zoom, view.widthPx, keep) - left,
    originY: clampStart(viewport.originY + top, bounds.heightPx * zoom, view.heightPx, keep) - top,
  }
}

function clampAlongImage(viewport: Viewport, view: ViewSize, rect: Rect): Viewport {
  const visible = visibleBounds(viewport, view)
  const keep = (smallestShownPx * view.dpr) / viewport.zoom
  return contentMoved(viewport, {
    x: clampStart(visible.x, visible.widthPx, rect.widthPx, keep, rect.x) - visible.x,
    y: clampStart(visible.y, visible.heightPx, rect.heightPx, keep, rect.y) - visible.y,
  })
}

/** Moves an interval of `length` so that `keep` of it is within the interval of `room` starting at `from`. */
function clampStart(start: number, length: number, room: number, keep: number, from = 0): number {
  const minimum = Math.min(keep, length, room)
  return Math.min(from + room - minimum, Math.max(from + minimum - length, start))
}

function toRect({ x = 0, y = 0, widthPx, heightPx }: Extent): Rect {
  return { x, y, widthPx, heightPx }
}

function middleOf(rect: Rect): Point {
  return { x: rect.x + rect.widthPx / 2, y: rect.y + rect.heightPx / 2 }
}

function middleOfView(view: ViewSize): Point {
  return { x: view.widthPx / 2, y: view.heightPx / 2 }
}
