import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import { applyTurn, turnedBounds, unturn, type Turn } from './turn.ts'

/**
 * How the picture lies in the view. All in device pixels: at zoom 1 a pixel of the picture is a pixel of the screen, on
 * every display. CSS pixels are only met at the border, where pointer events come in.
 */
export interface Viewport extends Turn {
  /** Device pixels per picture pixel. */
  readonly zoom: number
  /** Where the picture's top-left corner lies. Fractions add up while moving; drawing and pointing both round. */
  readonly originX: number
  readonly originY: number
}

/** The view's size in device pixels, and how many of those make a CSS pixel (display scale × window zoom). */
export interface ViewSize extends Size {
  readonly dpr: number
}

/** What is to be kept in reach, in picture pixels: the picture, or a part that reaches beyond it. */
export interface Extent extends Size {
  readonly x?: number
  readonly y?: number
}

const largestZoom = 64
const smallestShownPx = 48
/** Room left around a fitted picture, CSS pixels; none of it comes to lie under the tools, which stand on the left. */
const fitMarginCss = 24
const toolsCss = 44
/** In a stage lower than this the tools stand in two columns (studio.css). */
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

/** A pointer event's place relative to the view's corner, in CSS pixels, to device pixels. */
export function cssToScreen(view: ViewSize, css: Point): Point {
  return { x: css.x * view.dpr, y: css.y * view.dpr }
}

export function fit(view: ViewSize, picture: Extent, turn: Turn = unturned): Viewport {
  return fitRect(view, toRect(picture), 1, turn)
}

/** Shows a part as large as it goes, up to `most`. */
export function fitRect(view: ViewSize, rect: Rect, most: number, turn: Turn = unturned): Viewport {
  const margin = fitMarginCss * view.dpr
  const tools = toolsWidth(view)
  const shown = turnedBounds(turn, rect)
  const zoom = Math.min(
    most,
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

/** Whether the view is as `fit` leaves it. */
export function isFitted(viewport: Viewport, view: ViewSize, picture: Extent): boolean {
  const fitted = fit(view, picture, viewport)
  return (
    Math.abs(viewport.zoom / fitted.zoom - 1) < 1e-6 &&
    Math.abs(viewport.originX - fitted.originX) < 1 &&
    Math.abs(viewport.originY - fitted.originY) < 1
  )
}

/** Whether all of it can be seen, beside the tools. */
export function isInView(viewport: Viewport, view: ViewSize, rect: Rect): boolean {
  const { x, y, widthPx, heightPx } = rect
  const corners = [x, x + widthPx].flatMap((across) => [y, y + heightPx].map((down) => ({ x: across, y: down })))
  return corners
    .map((corner) => toScreen(viewport, corner))
    .every((at) => at.x >= toolsWidth(view) && at.x <= view.widthPx && at.y >= 0 && at.y <= view.heightPx)
}

/** 100 %: keeps the middle of the view in the middle. */
export function actualSize(viewport: Viewport, view: ViewSize, picture: Extent): Viewport {
  return zoomAt(viewport, view, picture, middleOfView(view), 1)
}

/** Zooms so that what is under `screen` stays there. */
export function zoomAt(viewport: Viewport, view: ViewSize, picture: Extent, screen: Point, zoom: number): Viewport {
  const next = clampZoom(zoom, view, picture)
  const ratio = next / viewport.zoom
  return clampPan(
    {
      ...viewport,
      zoom: next,
      originX: screen.x - (screen.x - viewport.originX) * ratio,
      originY: screen.y - (screen.y - viewport.originY) * ratio,
    },
    view,
    picture,
  )
}

export function panBy(viewport: Viewport, view: ViewSize, picture: Extent, byX: number, byY: number): Viewport {
  return clampPan({ ...viewport, originX: viewport.originX + byX, originY: viewport.originY + byY }, view, picture)
}

/** Turns the view about its middle. */
export function turned(viewport: Viewport, view: ViewSize, picture: Extent, turn: Turn): Viewport {
  return clampPan(centered(view, seenMiddle(viewport, view), viewport.zoom, turn), view, picture)
}

/** Brings a place of the picture to the middle of the view. */
export function centeredOn(viewport: Viewport, view: ViewSize, picture: Extent, at: Point): Viewport {
  return clampPan(centered(view, at, viewport.zoom, viewport), view, picture)
}

/** The pixels moved within the document: what was seen stays where it is on the screen. */
export function contentMoved(viewport: Viewport, offset: Point): Viewport {
  const turnedOffset = applyTurn(viewport, offset)
  return {
    ...viewport,
    originX: viewport.originX - turnedOffset.x * viewport.zoom,
    originY: viewport.originY - turnedOffset.y * viewport.zoom,
  }
}

/** The view changed its size or its pixels: what was in the middle stays in the middle, as large as it was to the eye. */
export function resized(viewport: Viewport, before: ViewSize, after: ViewSize): Viewport {
  return centered(after, seenMiddle(viewport, before), viewport.zoom * (after.dpr / before.dpr), viewport)
}

/** The next of 1/64 … 1/3, 1/2, 2/3, 1, 2, 3 … in that direction. */
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

/** The part of the picture that can be seen, whole pixels; of a turned picture the rectangle around it. */
export function visibleRect(viewport: Viewport, view: ViewSize, picture: Extent): Rect {
  const seen = seenBounds(viewport, view)
  const all = toRect(picture)
  const x = Math.max(all.x, Math.floor(seen.x))
  const y = Math.max(all.y, Math.floor(seen.y))
  return {
    x,
    y,
    widthPx: Math.max(0, Math.min(all.x + all.widthPx, Math.ceil(seen.x + seen.widthPx)) - x),
    heightPx: Math.max(0, Math.min(all.y + all.heightPx, Math.ceil(seen.y + seen.heightPx)) - y),
  }
}

/** The view's corners in picture coordinates, in order around it. */
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

function seenBounds(viewport: Viewport, view: ViewSize): Rect {
  const corners = seenCorners(viewport, view)
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, widthPx: Math.max(...xs) - x, heightPx: Math.max(...ys) - y }
}

/** Unrounded, so that many small steps do not drift. */
function seenMiddle(viewport: Viewport, view: ViewSize): Point {
  const x = (view.widthPx / 2 - viewport.originX) / viewport.zoom
  const y = (view.heightPx / 2 - viewport.originY) / viewport.zoom
  return unturn(viewport, { x, y })
}

function centered(view: ViewSize, middle: Point, zoom: number, turn: Turn): Viewport {
  const { x, y } = applyTurn(turn, middle)
  return {
    zoom,
    originX: view.widthPx / 2 - x * zoom,
    originY: view.heightPx / 2 - y * zoom,
    rotationDeg: turn.rotationDeg,
    isMirrored: turn.isMirrored,
  }
}

function clampZoom(zoom: number, view: ViewSize, picture: Extent): number {
  const least = Math.min(fit(view, picture).zoom, 16 / Math.max(picture.widthPx, picture.heightPx))
  return Math.min(largestZoom, Math.max(least, zoom))
}

/** A piece of the picture always stays in reach. */
function clampPan(viewport: Viewport, view: ViewSize, picture: Extent): Viewport {
  const rect = toRect(picture)
  if (viewport.rotationDeg % 90 === 0) return clampAlongScreen(viewport, view, rect)
  // A turned picture may miss the view although the upright boxes around both meet: it is held along its own sides too.
  let next = viewport
  for (let round = 0; round < 3; round++) next = clampAlongPicture(clampAlongScreen(next, view, rect), view, rect)
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

function clampAlongPicture(viewport: Viewport, view: ViewSize, rect: Rect): Viewport {
  const seen = seenBounds(viewport, view)
  const keep = (smallestShownPx * view.dpr) / viewport.zoom
  return contentMoved(viewport, {
    x: clampStart(seen.x, seen.widthPx, rect.widthPx, keep, rect.x) - seen.x,
    y: clampStart(seen.y, seen.heightPx, rect.heightPx, keep, rect.y) - seen.y,
  })
}

/** Moves a line of `length` so that `keep` of it lies within the line of `room` from `from`. */
function clampStart(start: number, length: number, room: number, keep: number, from = 0): number {
  const least = Math.min(keep, length, room)
  return Math.min(from + room - least, Math.max(from + least - length, start))
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
