import type { Point } from '../../../../shared/util/geometry.ts'
import { toImage, type Viewport } from '../../../editor/session/viewport.ts'
import type { KeyPress } from '../../../lib/key-binding.ts'
import { modifiersOf } from './gestures.ts'
import type { InputSession } from './input-session.ts'

const arrows: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
])
/** Their arrows go by the screen, however the picture is turned. */
const viewTools: ReadonlySet<string> = new Set(['hand', 'zoom', 'pan', 'zoom-drag', 'rotate-view'])

/**
 * Enter, Backspace, Escape and the arrows, where the tool has a use for them: something is under way, or the picture itself
 * has the keyboard. Otherwise they are the results'. Returns whether the key was used.
 */
export function pressToolKey(
  press: KeyPress & { readonly repeat: boolean },
  session: InputSession,
  isOnStage: boolean,
  isMac: boolean,
): boolean {
  const keys = modifiersOf(press, isMac)
  if (press.ctrlKey || press.metaKey) return false
  const { preview, tool, targetKind, viewport, activeTool, busyWith } = session.store.getState()
  const isUnderWay = session.tools.isBusy || preview !== null
  const arrow = arrows.get(press.key)
  if (arrow !== undefined) {
    const isPlacing = tool === 'move' && targetKind === 'picture'
    // Both together draw the frame out.
    if (!(isUnderWay || isOnStage || isPlacing) || (keys.alt && keys.shift)) return false
    const { x, y } = viewTools.has(activeTool) ? arrow : inPicture(arrow, viewport)
    session.tools.dispatch({ on: 'nudge', byX: x, byY: y, keys })
    return true
  }
  if (keys.shift || keys.alt) return false
  switch (press.key) {
    case 'Escape':
      if (!session.tools.isBusy && busyWith !== null) session.undo()
      else if (isUnderWay) session.tools.cancel()
      else return false
      return true
    case 'Enter':
      if (!(isUnderWay || isOnStage)) return false
      if (!press.repeat) session.tools.dispatch({ on: 'confirm' })
      return true
    case 'Backspace':
      if (!(isUnderWay || isOnStage)) return false
      session.tools.dispatch({ on: 'back' })
      return true
    default:
      return false
  }
}

/** The direction in the picture that is nearest to one on the screen, also where the view is turned or mirrored. */
function inPicture(arrow: Point, viewport: Viewport): Point {
  const reach = 1_000
  const from = toImage(viewport, { x: 0, y: 0 })
  const to = toImage(viewport, { x: arrow.x * reach, y: arrow.y * reach })
  const across = to.x - from.x
  const upright = to.y - from.y
  return Math.abs(across) >= Math.abs(upright) ? { x: Math.sign(across), y: 0 } : { x: 0, y: Math.sign(upright) }
}
