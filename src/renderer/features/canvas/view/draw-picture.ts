import { intersectRects, isEmptyRect, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { visibleRect, type Viewport, type ViewSize } from '../session/viewport.ts'
import type { DetailImage } from './picture-detail.ts'

/** From here up pixels are shown as squares. */
const crispFromZoom = 2

/** A rectangle of the picture on the screen, edges on whole device pixels so that neighbours meet without a seam. */
export function toDeviceRect(viewport: Viewport, rect: Rect): Rect {
  const originX = Math.round(viewport.originX)
  const originY = Math.round(viewport.originY)
  const x = Math.round(originX + rect.x * viewport.zoom)
  const y = Math.round(originY + rect.y * viewport.zoom)
  return {
    x,
    y,
    widthPx: Math.round(originX + (rect.x + rect.widthPx) * viewport.zoom) - x,
    heightPx: Math.round(originY + (rect.y + rect.heightPx) * viewport.zoom) - y,
  }
}

export function setSmoothing(context: CanvasRenderingContext2D, zoom: number): void {
  context.imageSmoothingEnabled = zoom < crispFromZoom
  context.imageSmoothingQuality = zoom < 1 ? 'medium' : 'low'
}

/** Draws the visible part of `image`, which shows the whole picture at some resolution. */
export function drawPicture(
  context: CanvasRenderingContext2D,
  image: ImageBitmap,
  picture: Size,
  viewport: Viewport,
  view: ViewSize,
): void {
  const seen = visibleRect(viewport, view, picture)
  if (seen.widthPx <= 0 || seen.heightPx <= 0) return
  const scaleX = image.width / picture.widthPx
  const scaleY = image.height / picture.heightPx
  const left = Math.floor(seen.x * scaleX)
  const top = Math.floor(seen.y * scaleY)
  const right = Math.min(image.width, Math.ceil((seen.x + seen.widthPx) * scaleX))
  const bottom = Math.min(image.height, Math.ceil((seen.y + seen.heightPx) * scaleY))
  const to = toDeviceRect(viewport, {
    x: left / scaleX,
    y: top / scaleY,
    widthPx: (right - left) / scaleX,
    heightPx: (bottom - top) / scaleY,
  })
  setSmoothing(context, viewport.zoom)
  context.drawImage(image, left, top, right - left, bottom - top, to.x, to.y, to.widthPx, to.heightPx)
}

/** Draws a piece of the picture at full resolution. */
export function drawDetail(
  context: CanvasRenderingContext2D,
  { bitmap, rect }: DetailImage,
  picture: Size,
  viewport: Viewport,
  view: ViewSize,
): void {
  const seen = intersectRects(visibleRect(viewport, view, picture), rect)
  if (isEmptyRect(seen)) return
  const to = toDeviceRect(viewport, seen)
  setSmoothing(context, viewport.zoom)
  context.drawImage(
    bitmap,
    seen.x - rect.x,
    seen.y - rect.y,
    seen.widthPx,
    seen.heightPx,
    to.x,
    to.y,
    to.widthPx,
    to.heightPx,
  )
}

/** Squares behind transparent pixels, 8 CSS pixels wide, fixed to the picture's corner. */
export function drawCheckerboard(context: CanvasRenderingContext2D, area: Rect, dpr: number): void {
  const pattern = context.createPattern(checkerTile(Math.max(1, Math.round(8 * dpr))), 'repeat')
  if (pattern === null) return
  context.save()
  context.translate(area.x, area.y)
  context.fillStyle = pattern
  context.fillRect(0, 0, area.widthPx, area.heightPx)
  context.restore()
}

const checkerTiles = new Map<number, HTMLCanvasElement>()

function checkerTile(squarePx: number): HTMLCanvasElement {
  const known = checkerTiles.get(squarePx)
  if (known !== undefined) return known
  const tile = document.createElement('canvas')
  tile.width = 2 * squarePx
  tile.height = 2 * squarePx
  const context = tile.getContext('2d')
  if (context !== null) {
    context.fillStyle = '#6f6f6f'
    context.fillRect(0, 0, 2 * squarePx, 2 * squarePx)
    context.fillStyle = '#8f8f8f'
    context.fillRect(0, 0, squarePx, squarePx)
    context.fillRect(squarePx, squarePx, squarePx, squarePx)
  }
  checkerTiles.set(squarePx, tile)
  return tile
}
