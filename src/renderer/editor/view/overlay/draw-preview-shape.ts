import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import { boxOfRect } from '../../tools/handles.ts'
import type { PreviewShape } from '../../tools/tool.ts'
import { drawHandles } from './draw-handles.ts'
import {
  cornersOfRect,
  dimOutside,
  drawLabel,
  pathThrough,
  strokeTwice,
  toPlaces,
  type Screen,
} from './screen-lines.ts'

const dashes = [5, 4]
const cropShade = 'rgba(0,0,0,0.6)'

/** What a tool shows while it is at it. */
export function drawPreviewShape(screen: Screen, shape: PreviewShape, picture: Size): void {
  switch (shape.is) {
    case 'path':
      return strokeTwice(screen, pathThrough(toPlaces(screen, shape.points), shape.isClosed), dashes)
    case 'line':
      return drawLine(screen, shape.from, shape.to)
    case 'rect':
      strokeTwice(screen, pathThrough(toPlaces(screen, cornersOfRect(shape.rect)), true), dashes)
      return labelSize(screen, shape.rect)
    case 'ellipse':
      strokeTwice(screen, pathThrough(toPlaces(screen, ellipsePoints(shape.rect)), true), dashes)
      return labelSize(screen, shape.rect)
    case 'crop':
      return drawCrop(screen, shape.rect, picture)
  }
}

/** With its ends, which say where a gradient begins. */
function drawLine(screen: Screen, from: Point, to: Point): void {
  const [start, end] = toPlaces(screen, [from, to])
  if (start === undefined || end === undefined) return
  const { dpr } = screen.view
  strokeTwice(screen, pathThrough([start, end], false))
  const ends = new Path2D()
  for (const { x, y } of [start, end]) {
    ends.moveTo(x + 4 * dpr, y)
    ends.arc(x, y, 4 * dpr, 0, 2 * Math.PI)
  }
  strokeTwice(screen, ends)
}

function drawCrop(screen: Screen, rect: Rect, picture: Size): void {
  const path = pathThrough(toPlaces(screen, cornersOfRect(rect)), true)
  dimOutside(screen, rect, picture, cropShade)
  drawThirds(screen, rect)
  strokeTwice(screen, path)
  drawHandles(screen, boxOfRect(rect))
  labelSize(screen, rect)
}

function drawThirds(screen: Screen, { x, y, widthPx, heightPx }: Rect): void {
  const { context, view } = screen
  const lines = new Path2D()
  for (const share of [1 / 3, 2 / 3]) {
    const [atX, atY] = [x + widthPx * share, y + heightPx * share]
    lines.addPath(
      pathThrough(
        toPlaces(screen, [
          { x: atX, y },
          { x: atX, y: y + heightPx },
        ]),
        false,
      ),
    )
    lines.addPath(
      pathThrough(
        toPlaces(screen, [
          { x, y: atY },
          { x: x + widthPx, y: atY },
        ]),
        false,
      ),
    )
  }
  context.strokeStyle = 'rgba(255,255,255,0.35)'
  context.lineWidth = view.dpr
  context.stroke(lines)
}

/** Below the rectangle, as it is seen. */
export function labelSize(screen: Screen, rect: Rect): void {
  const places = toPlaces(screen, cornersOfRect(rect))
  const x = places.reduce((sum, place) => sum + place.x, 0) / places.length
  const y = Math.max(...places.map((place) => place.y)) + 18 * screen.view.dpr
  drawLabel(screen, `${Math.round(rect.widthPx)} × ${Math.round(rect.heightPx)}`, { x, y })
}

const ellipseSteps = 96

/** Turned views turn it too: points are mapped, not axes. */
function ellipsePoints({ x, y, widthPx, heightPx }: Rect): readonly Point[] {
  return Array.from({ length: ellipseSteps }, (_, step) => {
    const angle = (2 * Math.PI * step) / ellipseSteps
    return {
      x: x + (widthPx / 2) * (1 + Math.cos(angle)),
      y: y + (heightPx / 2) * (1 + Math.sin(angle)),
    }
  })
}
