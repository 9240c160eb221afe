import { figuresOf, numberMarks, type Figure } from '../../../../shared/domain/mark-figures.ts'
import { visibleMarks } from '../../../../shared/domain/mark-places.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import { toScreen } from '../../session/viewport.ts'
import { markHandles, shownUnitPx } from '../../tools/mark-hits.ts'
import type { Screen } from './screen-lines.ts'

/** Draws the marks as the copy that is sent shows them, and the handles of the selected one. */
export function drawMarks(screen: Screen, { markup, markupTool, tool, size }: CanvasState): void {
  const { marks, isVisible } = markup
  if (!isVisible || marks.length === 0) return
  const { context, viewport, view } = screen
  const shown = new Set(visibleMarks(marks, size))
  const numbered = numberMarks(marks).filter(({ mark }) => shown.has(mark))
  const map = (at: Point) => toScreen(viewport, at)
  context.save()
  // Numbers stay upright in a turned view: only where they are is mapped, by each of their points.
  for (const figure of figuresOf(numbered, size, shownUnitPx({ zoom: viewport.zoom, view, size }))) {
    drawFigure(context, figure, map, viewport.zoom)
  }
  const selected = tool === 'markup' ? marks.find(({ id }) => id === markupTool.selectedId) : undefined
  if (selected)
    drawHandles(
      screen,
      markHandles(selected).map(({ at }) => map(at)),
    )
  context.restore()
}

/** @param map from the figure's pixels to those of the context, `scale` times as large */
export function drawFigure(
  context: CanvasRenderingContext2D,
  figure: Figure,
  map: (at: Point) => Point,
  scale: number,
): void {
  context.beginPath()
  if (figure.type === 'disc') {
    const { x, y } = map(figure.at)
    context.arc(x, y, figure.radiusPx * scale, 0, 2 * Math.PI)
    context.fillStyle = figure.color
    context.fill()
    return
  }
  for (const { x, y } of figure.points.map(map)) context.lineTo(x, y)
  context.lineWidth = figure.widthPx * scale
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.strokeStyle = figure.color
  context.stroke()
}

const handleCssPx = 4.5

function drawHandles({ context, view: { dpr } }: Screen, places: readonly Point[]): void {
  for (const { x, y } of places) {
    context.beginPath()
    context.arc(x, y, handleCssPx * dpr, 0, 2 * Math.PI)
    context.fillStyle = '#ffffff'
    context.fill()
    context.lineWidth = dpr
    context.strokeStyle = 'rgba(0,0,0,0.65)'
    context.stroke()
  }
}
