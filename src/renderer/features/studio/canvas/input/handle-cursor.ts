import type { CanvasState } from '../../../../editor/session/create-canvas-store.ts'
import { applyTurn } from '../../../../editor/session/turn.ts'
import { gripDirections, isGrip, turn } from '../../../../editor/tools/handles.ts'
import type { Grip, Handle } from '../../../../editor/tools/tool.ts'
import { activeBox } from '../../../../editor/view/overlay/active-box.ts'

/** Clockwise from the right, an eighth of a turn each; opposite directions look the same. */
const resizeCursors = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

/** The CSS cursor over a handle: it shows the direction on screen, however layer and view are rotated. */
export function handleCursor(state: CanvasState, handle: Handle): string {
  if (isGrip(handle)) return resizeCursor(handle, state)
  return handle === 'rotate' ? 'rotate' : 'move'
}

function resizeCursor(grip: Grip, state: CanvasState): string {
  const rotationDeg = activeBox(state)?.box.rotationDeg ?? 0
  const direction = applyTurn(state.viewport, turn(gripDirections[grip], rotationDeg))
  const eighths = Math.round(Math.atan2(direction.y, direction.x) / (Math.PI / 4))
  return resizeCursors[((eighths % 4) + 4) % 4]!
}
