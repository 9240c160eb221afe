import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import { toScreen } from '../../session/viewport.ts'
import { boxOfPlacement, boxOfRect } from '../../tools/handles.ts'
import type { HeldToolId, ToolId } from '../../tools/tool.ts'
import { drawBrushCursor } from './brush-cursor.ts'
import { drawBox, drawHandles } from './draw-handles.ts'
import { drawPreviewShape, labelSize } from './draw-preview-shape.ts'
import { dimOutside, strokeTwice, type Screen } from './screen-lines.ts'

const cutShade = 'rgba(0,0,0,0.45)'

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

/** Everything that lies over pictures and masks: frame, handles, what tools show, and the brush. */
export function drawOverlay(screen: Screen, state: CanvasState, pointer: Point | null): void {
  if (state.isOriginalHeld) return
  drawFrame(screen, state.frame, state.size, isFrameTool(state.activeTool))
  if (state.plannedBox !== null && state.preview?.is !== 'crop') {
    drawBox(screen, boxOfRect(state.plannedBox), [6, 5])
  }
  drawPlaced(screen, state)
  if (state.cloneFrom !== null && (state.tool === 'clone' || state.tool === 'heal')) {
    drawCloneSource(screen, state.cloneFrom)
  }
  if (state.preview !== null) drawPreviewShape(screen, state.preview, state.size)
  if (pointer !== null) drawRing(screen, state, pointer)
}

function isFrameTool(tool: AnyTool): boolean {
  return tool === 'frame' || tool === 'frame-held'
}

/** The picture layer that is worked on. */
function drawPlaced(screen: Screen, { activeTool, layers, targetId }: CanvasState): void {
  if (activeTool !== 'move') return
  const layer = layers.find(({ id }) => id === targetId)
  if (layer?.kind !== 'picture') return
  const box = boxOfPlacement(layer.placement, layer.pictureSize)
  drawBox(screen, box)
  drawHandles(screen, box)
}

function drawRing({ context, view }: Screen, state: CanvasState, pointer: Point): void {
  const { activeTool, brush, targetKind, viewport } = state
  if (!ringTools.has(activeTool)) return
  const isSampling = targetKind === 'sampling'
  // The ring shows what will happen: a sampling area has no soft rim.
  const shown = isSampling ? { ...brush, hardness: 1 } : brush
  const look = { color: isSampling ? samplingRing : '#ffffff', isErasing: erasers.has(activeTool) }
  drawBrushCursor(context, pointer, shown, viewport.zoom, view.dpr, look)
}

/** The extent the picture is to get: what it cuts off is dimmed, and while it is worked on it has handles. */
function drawFrame(screen: Screen, frame: Rect | null, picture: Size, isWorkedOn: boolean): void {
  const rect = frame ?? { x: 0, y: 0, ...picture }
  if (frame !== null) dimOutside(screen, frame, picture, cutShade)
  if (frame === null && !isWorkedOn) return
  const box = boxOfRect(rect)
  drawBox(screen, box)
  if (isWorkedOn) drawHandles(screen, box)
  if (frame !== null) labelSize(screen, frame)
}

/** Where clone and heal copy from. */
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
