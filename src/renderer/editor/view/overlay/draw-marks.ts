import { figuresOf, numberMarks, type Figure } from '../../../../shared/domain/mark-figures.ts'
import { moveMark } from '../../../../shared/domain/mark-geometry.ts'
import { visibleMarks } from '../../../../shared/domain/mark-regions.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import { toScreen } from '../../session/viewport.ts'
import { dotCssPx, markSpace, shownHandles, shownUnitPx, type ShownHandle } from '../../tools/mark-hits.ts'
import type { Screen } from './screen-lines.ts'

/** Draws the marks as the copy that is sent shows them, and the handles of the selected one. */
export function drawMarks(screen: Screen, { markup, markupTool, tool, size, frame }: CanvasState): void {
  const { marks, isVisible } = markup
  if (!isVisible || marks.length === 0) return
  const { context, viewport, view } = screen
  const { x, y, ...space } = markSpace({ size, frame })
  const scene = { zoom: viewport.zoom, view, size, frame }
  const moved = marks.map((mark) => moveMark(mark, { x: -x, y: -y }))
  const shown = new Set(visibleMarks(moved, space))
  const numbered = numberMarks(moved).filter(({ mark }) => shown.has(mark))
  const map = (at: Point) => toScreen(viewport, { x: at.x + x, y: at.y + y })
  context.save()
  // Numbers stay upright in a turned view: only where they are is mapped, by each of their points.
  for (const figure of figuresOf(numbered, space, shownUnitPx(scene))) drawFigure(context, figure, map, viewport.zoom)
  const selected = tool === 'markup' ? marks.find(({ id }) => id === markupTool.selectedId) : undefined
  if (selected) for (const handle of shownHandles(selected, scene)) drawHandle(screen, handle)
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

function drawHandle({ context, viewport, view: { dpr } }: Screen, { at, ringPx }: ShownHandle): void {
  const { x, y } = toScreen(viewport, at)
  context.beginPath()
  if (ringPx === null) {
    context.arc(x, y, dotCssPx * dpr, 0, 2 * Math.PI)
    context.fillStyle = '#ffffff'
    context.fill()
    context.lineWidth = dpr
    context.strokeStyle = handleEdge
    return context.stroke()
  }
  context.arc(x, y, ringPx * viewport.zoom + 2 * dpr, 0, 2 * Math.PI)
  for (const [width, color] of [
    [4, handleEdge],
    [2, '#ffffff'],
  ] as const) {
    context.lineWidth = width * dpr
    context.strokeStyle = color
    context.stroke()
  }
}

const handleEdge = 'rgba(0,0,0,0.65)'
