import type { CanvasSession, Tools } from '../../../../editor/session/canvas-session.ts'
import type { ViewControl } from '../../../../editor/session/view-control.ts'

export type SessionTools = Pick<
  Tools,
  'dispatch' | 'choose' | 'hold' | 'release' | 'releaseAll' | 'cancel' | 'changeBrush' | 'isBusy'
>

/** The part of a session that pointer input and held keys use. */
export interface InputSession extends Pick<CanvasSession, 'store' | 'undo' | 'redo'> {
  readonly tools: SessionTools
  readonly view: Pick<ViewControl, 'panBy' | 'zoomBy' | 'rotateBy' | 'holdOriginal'>
}
