import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import { brushEdge } from '../../raster/brush-kernel.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import { toScreen } from '../../session/viewport.ts'
import type { HeldToolId, ToolId, Brush } from '../../tools/tool.ts'
import { cornersOfRect, drawLabel, strokeTwice, type Screen } from './screen-lines.ts'

type AnyTool = ToolId | HeldToolId

const ringTools: ReadonlySet<AnyTool> = new Set([
  'brush',
  'eraser',
  'colour-brush',
  'colour-eraser',
  'clone',
  'heal',
  'resize-brush',
])
const erasers: ReadonlySet<AnyTool> = new Set(['eraser', 'colour-eraser'])
const samplingRing = '#7df0b8'

/** Draws over the overlay's nodes in device pixels: size labels, the clone source, and the brush. */
export function drawOverlay(screen: Screen, state: CanvasState, pointer: Point | null): void {
  if (state.isOriginalHeld) return
  const { cloneFrom, frame, preview, tool } = state
  if (frame !== null) labelSize(screen, frame)
  if (preview !== null && 'rect' in preview) labelSize(screen, preview.rect)
  if (cloneFrom !== null && (tool === 'clone' || tool === 'heal')) drawCloneSource(screen, cloneFrom)
  if (pointer !== null) drawBrush(screen, state, pointer)
}

/** Below the rectangle as seen on screen. */
function labelSize(screen: Screen, rect: Rect): void {
  const corners = cornersOfRect(rect).map((corner) => toScreen(screen.viewport, corner))
  const x = corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length
  const y = Math.max(...corners.map((corner) => corner.y)) + 18 * screen.view.dpr
  drawLabel(screen, `${Math.round(rect.widthPx)} × ${Math.round(rect.heightPx)}`, { x, y })
}

function drawBrush({ context, view }: Screen, state: CanvasState, pointer: Point): void {
  const { activeTool, brush, targetKind, viewport } = state
  if (!ringTools.has(activeTool)) return
  const isSampling = targetKind === 'sampling'
  // The ring previews the result: a sampling area has no soft edge.
  const shown = isSampling ? { ...brush, hardness: 1 } : brush
  const style = { color: isSampling ? samplingRing : '#ffffff', isErasing: erasers.has(activeTool) }
  drawBrushCursor(context, pointer, shown, viewport.zoom, view.dpr, style)
}

/** Marks the source point of clone and heal. */
function drawCloneSource(screen: Screen, at: Point): void {
  const { dpr } = screen.view
  const { x, y } = toScreen(screen.viewport, at)
  const cross = new Path2D()
  const [near, far] = [3 * dpr, 9 * dpr]
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    cross.moveTo(x + dx * near, y + dy * near)
    cross.lineTo(x + dx * far, y + dy * far)
  }
  strokeTwice(screen, cross)
}

/** Diameter on screen, in CSS pixels, below which a ring would be invisible. */
const smallestRingPx = 4

interface RingStyle {
  readonly color: string
  readonly isErasing: boolean
}

/** Draws a light and a dark ring at the edge of the brush, another at half coverage; a crosshair if it is tiny. */
export function drawBrushCursor(
  context: CanvasRenderingContext2D,
  at: Point,
  brush: Brush,
  zoom: number,
  dpr: number,
  style: RingStyle,
): void {
  const { inner } = brushEdge(brush.sizePx / 2, brush.hardness)
  const radius = (brush.sizePx / 2) * zoom
  // Smooth-step is one half at the midpoint.
  const half = ((inner + brush.sizePx / 2) / 2) * zoom
  if (radius * 2 < smallestRingPx * dpr) return drawCrosshair(context, at, dpr, style.color)
  drawRing(context, at, radius, dpr, style)
  if (half > 2 * dpr && radius - half > 2 * dpr) {
    context.globalAlpha = 0.55
    drawRing(context, at, half, dpr, style)
    context.globalAlpha = 1
  }
}

function drawRing(context: CanvasRenderingContext2D, at: Point, radius: number, dpr: number, style: RingStyle): void {
  context.setLineDash([])
  strokeCircle(context, at, radius + dpr, dpr, 'rgba(0,0,0,0.75)')
  if (style.isErasing) context.setLineDash([5 * dpr, 4 * dpr])
  strokeCircle(context, at, radius, dpr, style.color)
  context.setLineDash([])
}

function strokeCircle(
  context: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  width: number,
  color: string,
): void {
  context.beginPath()
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI)
  context.lineWidth = width
  context.strokeStyle = color
  context.stroke()
}

function drawCrosshair(context: CanvasRenderingContext2D, at: Point, dpr: number, color: string): void {
  for (const [width, stroke] of [
    [3 * dpr, 'rgba(0,0,0,0.75)'],
    [dpr, color],
  ] as const) {
    context.beginPath()
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(at.x + dx * 3 * dpr, at.y + dy * 3 * dpr)
      context.lineTo(at.x + dx * 8 * dpr, at.y + dy * 8 * dpr)
    }
    context.lineWidth = width
    context.strokeStyle = stroke
    context.stroke()
  }
}
