import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import { type Viewport, toScreen, visibleRect } from '../../session/viewport.ts'
import { darkLine, lightLine } from './outline.ts'

/** Drawing over the image in device pixels, so that lines keep their width at every zoom. */
export interface Screen {
  readonly context: CanvasRenderingContext2D
  readonly viewport: Viewport
  readonly view: { readonly widthPx: number; readonly heightPx: number; readonly dpr: number }
}

export function cornersOfRect({ x, y, widthPx, heightPx }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + widthPx, y },
    { x: x + widthPx, y: y + heightPx },
    { x, y: y + heightPx },
  ]
}

/** Light over dark, which is visible on every image. */
export function strokeTwice({ context, view: { dpr } }: Screen, path: Path2D): void {
  context.save()
  context.lineJoin = 'round'
  context.strokeStyle = darkLine.stroke
  context.lineWidth = darkLine.strokeWidth * dpr
  context.stroke(path)
  context.strokeStyle = lightLine.stroke
  context.lineWidth = lightLine.strokeWidth * dpr
  context.stroke(path)
  context.restore()
}

/** Draws a short text on a dark background, centered at a point; kept inside the view. */
export function drawLabel({ context, view }: Screen, text: string, at: Point): void {
  const { dpr } = view
  context.save()
  // The page's fonts: Inter alone has no Chinese and Japanese signs.
  context.font = `500 ${12 * dpr}px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const width = Math.ceil(context.measureText(text).width) + 14 * dpr
  const height = 20 * dpr
  const x = clamp(at.x, width / 2 + 4 * dpr, view.widthPx - width / 2 - 4 * dpr)
  const y = clamp(at.y, height / 2 + 4 * dpr, view.heightPx - height / 2 - 4 * dpr)
  context.fillStyle = 'rgba(22,22,23,0.88)'
  context.beginPath()
  context.roundRect(Math.round(x - width / 2), Math.round(y - height / 2), width, height, 5 * dpr)
  context.fill()
  context.fillStyle = '#e8e8ea'
  context.fillText(text, Math.round(x), Math.round(y) + dpr / 2)
  context.restore()
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}

/** Individual pixels are visible from this zoom on. */
const gridFromZoom = 8

/** Draws lines between all pixels of the image if they are large enough. */
export function drawPixelGrid({ context, viewport, view }: Screen, image: Size): void {
  if (viewport.zoom <= gridFromZoom) return
  const { x, y, widthPx, heightPx } = visibleRect(viewport, view, image)
  const lines = new Path2D()
  const draw = (from: Point, to: Point): void => {
    const [start, end] = [toScreen(viewport, from), toScreen(viewport, to)]
    lines.moveTo(Math.round(start.x) + 0.5, Math.round(start.y) + 0.5)
    lines.lineTo(Math.round(end.x) + 0.5, Math.round(end.y) + 0.5)
  }
  for (let column = x; column <= x + widthPx; column++) draw({ x: column, y }, { x: column, y: y + heightPx })
  for (let row = y; row <= y + heightPx; row++) draw({ x, y: row }, { x: x + widthPx, y: row })
  context.lineWidth = 1
  context.strokeStyle = 'rgba(0,0,0,0.28)'
  context.stroke(lines)
  context.strokeStyle = 'rgba(255,255,255,0.16)'
  context.stroke(lines)
}
