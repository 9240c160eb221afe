import { visibleRect } from '../../session/viewport.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { pathThrough, toPlaces, type Screen } from './screen-lines.ts'

/** Pixels are told apart from here on. */
const gridFromZoom = 8

/** A line between all pixels of the picture, where they are large enough. */
export function drawPixelGrid(screen: Screen, picture: Size): void {
  const { context, viewport, view } = screen
  if (viewport.zoom <= gridFromZoom) return
  const { x, y, widthPx, heightPx } = visibleRect(viewport, view, picture)
  const lines = new Path2D()
  const draw = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const places = toPlaces(screen, [
      { x: fromX, y: fromY },
      { x: toX, y: toY },
    ])
    lines.addPath(
      pathThrough(
        places.map((place) => ({ x: Math.round(place.x) + 0.5, y: Math.round(place.y) + 0.5 })),
        false,
      ),
    )
  }
  for (let column = x; column <= x + widthPx; column++) draw(column, y, column, y + heightPx)
  for (let row = y; row <= y + heightPx; row++) draw(x, row, x + widthPx, row)
  context.lineWidth = 1
  context.strokeStyle = 'rgba(0,0,0,0.28)'
  context.stroke(lines)
  context.strokeStyle = 'rgba(255,255,255,0.16)'
  context.stroke(lines)
}
