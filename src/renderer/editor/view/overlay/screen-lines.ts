import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import { toScreen, type Viewport } from '../../session/viewport.ts'

/** Drawing over the picture in device pixels, so that lines are as thin at every zoom. */
export interface Screen {
  readonly context: CanvasRenderingContext2D
  readonly viewport: Viewport
  readonly view: { readonly widthPx: number; readonly heightPx: number; readonly dpr: number }
}

const dark = 'rgba(0,0,0,0.65)'
const light = '#ffffff'

export function toPlaces({ viewport }: Screen, points: readonly Point[]): readonly Point[] {
  return points.map((point) => toScreen(viewport, point))
}

export function cornersOfRect({ x, y, widthPx, heightPx }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + widthPx, y },
    { x: x + widthPx, y: y + heightPx },
    { x, y: y + heightPx },
  ]
}

/** A path through places of the view. */
export function pathThrough(places: readonly Point[], isClosed: boolean): Path2D {
  const path = new Path2D()
  places.forEach(({ x, y }, index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)))
  if (isClosed) path.closePath()
  return path
}

/** Light over dark, which is seen on every picture. `dashes`: lengths in CSS pixels; none = solid. */
export function strokeTwice({ context, view: { dpr } }: Screen, path: Path2D, dashes: readonly number[] = []): void {
  context.save()
  context.lineJoin = 'round'
  context.strokeStyle = dark
  context.lineWidth = 3 * dpr
  context.stroke(path)
  context.setLineDash(dashes.map((length) => length * dpr))
  context.strokeStyle = light
  context.lineWidth = dpr
  context.stroke(path)
  context.restore()
}

/** Darkens what of the picture lies outside of a part of it. */
export function dimOutside(screen: Screen, part: Rect, picture: Size, shade: string): void {
  const { context, view } = screen
  const inside = pathThrough(toPlaces(screen, cornersOfRect(part)), true)
  context.save()
  context.clip(pathThrough(toPlaces(screen, cornersOfRect({ x: 0, y: 0, ...picture })), true))
  context.fillStyle = shade
  context.fill(viewWithout(inside, view), 'evenodd')
  context.restore()
}

function viewWithout(inside: Path2D, { widthPx, heightPx }: Screen['view']): Path2D {
  const outside = new Path2D()
  outside.rect(0, 0, widthPx, heightPx)
  outside.addPath(inside)
  return outside
}

/** A few words on a dark ground, their middle at a place; kept inside the view. */
export function drawLabel({ context, view }: Screen, text: string, at: Point): void {
  const { dpr } = view
  context.save()
  context.font = `500 ${12 * dpr}px 'Inter Variable', sans-serif`
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

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
