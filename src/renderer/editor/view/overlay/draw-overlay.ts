import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import { toScreen } from '../../session/viewport.ts'
import type { HeldToolId, ToolId } from '../../tools/tool.ts'
import { drawBrushCursor } from './brush-cursor.ts'
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
  if (pointer !== null) drawRing(screen, state, pointer)
}

/** Below the rectangle as seen on screen. */
function labelSize(screen: Screen, rect: Rect): void {
  const places = cornersOfRect(rect).map((corner) => toScreen(screen.viewport, corner))
  const x = places.reduce((sum, place) => sum + place.x, 0) / places.length
  const y = Math.max(...places.map((place) => place.y)) + 18 * screen.view.dpr
  drawLabel(screen, `${Math.round(rect.widthPx)} × ${Math.round(rect.heightPx)}`, { x, y })
}

function drawRing({ context, view }: Screen, state: CanvasState, pointer: Point): void {
  const { activeTool, brush, targetKind, viewport } = state
  if (!ringTools.has(activeTool)) return
  const isSampling = targetKind === 'sampling'
  // The ring previews the result: a sampling area has no soft edge.
  const shown = isSampling ? { ...brush, hardness: 1 } : brush
  const look = { color: isSampling ? samplingRing : '#ffffff', isErasing: erasers.has(activeTool) }
  drawBrushCursor(context, pointer, shown, viewport.zoom, view.dpr, look)
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
