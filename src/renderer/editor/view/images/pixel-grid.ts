import type { Point, Size } from '../../../../shared/util/geometry.ts'
import { toScreen, visibleRect } from '../../session/viewport.ts'
import type { Screen } from '../overlay/screen-lines.ts'

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
