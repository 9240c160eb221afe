import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { applyTurn } from '../../../editor/session/turn.ts'
import { toImage } from '../../../editor/session/viewport.ts'
import {
  boxOfPlacement,
  boxOfRect,
  gripDirections,
  hitHandle,
  turn,
  type HandleBox,
  type Hit,
} from '../../../editor/tools/handles.ts'

/** Clockwise from rightwards, an eighth of a turn each; opposite directions look the same. */
const resizeCursors = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

/**
 * The name of the pointer over a handle, or the inside, of what the tool in the hand works on: it shows the direction on the
 * screen, however layer and view are turned. Null = the tool's own.
 * @param at device pixels of the view
 */
export function handleCursor(state: CanvasState, at: Point): string | null {
  const box = boxInHand(state)
  if (box === null || state.viewSize === null) return null
  const scale = { zoom: state.viewport.zoom, view: state.viewSize }
  const hit = hitHandle(box, toImage(state.viewport, at), scale)
  if (hit === 'inside') return isInsideTaken(state) ? 'move' : null
  if (hit === 'turn') return state.activeTool === 'move' ? 'turn' : null
  return hit === null ? null : resizeCursor(hit, box, state)
}

function boxInHand({ activeTool, preview, frame, size, layers, targetId }: CanvasState): HandleBox | null {
  switch (activeTool) {
    case 'frame':
    case 'frame-held':
      return boxOfRect(frame ?? { x: 0, y: 0, ...size })
    case 'crop':
      return preview?.is === 'crop' ? boxOfRect(preview.rect) : null
    case 'move': {
      const layer = layers.find(({ id }) => id === targetId)
      return layer?.kind === 'picture' ? boxOfPlacement(layer.placement, layer.pictureSize) : null
    }
    default:
      return null
  }
}

/** The inside of a picture without a frame is where a new one is drawn. */
function isInsideTaken({ activeTool, frame }: CanvasState): boolean {
  return frame !== null || (activeTool !== 'frame' && activeTool !== 'frame-held')
}

function resizeCursor(
  grip: Exclude<Hit, 'inside' | 'turn' | null>,
  { rotationDeg }: HandleBox,
  { viewport }: CanvasState,
): (typeof resizeCursors)[number] {
  const way = applyTurn(viewport, turn(gripDirections[grip], rotationDeg))
  const eighths = Math.round(Math.atan2(way.y, way.x) / (Math.PI / 4))
  return resizeCursors[((eighths % 4) + 4) % 4]!
}
