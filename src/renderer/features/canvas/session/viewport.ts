import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'

/**
 * How the picture lies in the view. All in device pixels: at zoom 1 a pixel of the picture is a pixel of the screen, on
 * every display. CSS pixels are only met at the border, where pointer events come in.
 */
export interface Viewport {
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

const largestZoom = 64
const smallestShownPx = 48
/** Room left around a fitted picture. */
const fitMarginPx = 24

export const initialViewport: Viewport = { zoom: 1, originX: 0, originY: 0 }

export function toImage(viewport: Viewport, screen: Point): Point {
  return {
    x: (screen.x - Math.round(viewport.originX)) / viewport.zoom,
    y: (screen.y - Math.round(viewport.originY)) / viewport.zoom,
  }
}

export function toScreen(viewport: Viewport, image: Point): Point {
  return {
    x: Math.round(viewport.originX) + image.x * viewport.zoom,
    y: Math.round(viewport.originY) + image.y * viewport.zoom,
  }
}

/** A pointer event's place relative to the view's corner, in CSS pixels, to device pixels. */
export function cssToScreen(view: ViewSize, css: Point): Point {
  return { x: css.x * view.dpr, y: css.y * view.dpr }
}

export function fit(view: ViewSize, picture: Size): Viewport {
  return fitRect(view, { x: 0, y: 0, ...picture }, 1)
}

/** Shows a part as large as it goes, up to `most`. */
export function fitRect(view: ViewSize, rect: Rect, most: number): Viewport {
  const margin = fitMarginPx * view.dpr
  const zoom = Math.min(
    most,
    Math.max(1, view.widthPx - 2 * margin) / rect.widthPx,
    Math.max(1, view.heightPx - 2 * margin) / rect.heightPx,
  )
  return centred(view, { x: rect.x + rect.widthPx / 2, y: rect.y + rect.heightPx / 2 }, zoom)
}

/** 100 %: keeps the middle of the view in the middle. */
export function actualSize(viewport: Viewport, view: ViewSize, picture: Size): Viewport {
  return zoomAt(viewport, view, picture, { x: view.widthPx / 2, y: view.heightPx / 2 }, 1)
}

/** Zooms so that what is under `screen` stays there. */
export function zoomAt(viewport: Viewport, view: ViewSize, picture: Size, screen: Point, zoom: number): Viewport {
  const next = clampZoom(zoom, view, picture)
  const ratio = next / viewport.zoom
  return clampPan(
    {
      zoom: next,
      originX: screen.x - (screen.x - viewport.originX) * ratio,
      originY: screen.y - (screen.y - viewport.originY) * ratio,
    },
    view,
    picture,
  )
}

export function panBy(viewport: Viewport, view: ViewSize, picture: Size, byX: number, byY: number): Viewport {
  return clampPan({ ...viewport, originX: viewport.originX + byX, originY: viewport.originY + byY }, view, picture)
}

/** The view changed its size or its pixels: what was in the middle stays in the middle, as large as it was to the eye. */
export function resized(viewport: Viewport, before: ViewSize, after: ViewSize): Viewport {
  const middle = toImage(viewport, { x: before.widthPx / 2, y: before.heightPx / 2 })
  return centred(after, middle, viewport.zoom * (after.dpr / before.dpr))
}

/** The next of 1/64 … 1/3, 1/2, 2/3, 1, 2, 3 … in that direction. */
export function nextZoomStop(zoom: number, direction: 1 | -1): number {
  const next =
    direction > 0 ? zoomStops.find((stop) => stop > zoom * 1.001) : zoomStops.findLast((stop) => stop < zoom * 0.999)
  return next ?? zoom
}

const zoomStops = [
  1 / 64,
  1 / 48,
  1 / 32,
  1 / 24,
  1 / 16,
  1 / 12,
  1 / 8,
  1 / 6,
  1 / 4,
  1 / 3,
  1 / 2,
  2 / 3,
  1,
  1.5,
  2,
  3,
  4,
  6,
  8,
  12,
  16,
  24,
  32,
  48,
  64,
]

/** The part of the picture that can be seen, whole pixels. */
export function visibleRect(viewport: Viewport, view: ViewSize, picture: Size): Rect {
  const from = toImage(viewport, { x: 0, y: 0 })
  const to = toImage(viewport, { x: view.widthPx, y: view.heightPx })
  const x = Math.max(0, Math.floor(from.x))
  const y = Math.max(0, Math.floor(from.y))
  return {
    x,
    y,
    widthPx: Math.max(0, Math.min(picture.widthPx, Math.ceil(to.x)) - x),
    heightPx: Math.max(0, Math.min(picture.heightPx, Math.ceil(to.y)) - y),
  }
}

function centred(view: ViewSize, middle: Point, zoom: number): Viewport {
  return { zoom, originX: view.widthPx / 2 - middle.x * zoom, originY: view.heightPx / 2 - middle.y * zoom }
}

function clampZoom(zoom: number, view: ViewSize, picture: Size): number {
  const least = Math.min(fit(view, picture).zoom, 16 / Math.max(picture.widthPx, picture.heightPx))
  return Math.min(largestZoom, Math.max(least, zoom))
}

/** A piece of the picture always stays in reach. */
function clampPan(viewport: Viewport, view: ViewSize, picture: Size): Viewport {
  return {
    zoom: viewport.zoom,
    originX: clampOrigin(viewport.originX, picture.widthPx * viewport.zoom, view.widthPx, view.dpr),
    originY: clampOrigin(viewport.originY, picture.heightPx * viewport.zoom, view.heightPx, view.dpr),
  }
}

function clampOrigin(origin: number, shownPx: number, viewPx: number, dpr: number): number {
  const keep = Math.min(smallestShownPx * dpr, shownPx, viewPx)
  return Math.min(viewPx - keep, Math.max(keep - shownPx, origin))
}
