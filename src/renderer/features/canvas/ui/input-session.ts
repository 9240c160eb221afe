import type { CanvasActions } from '../../../editor/session/canvas-actions.ts'
import type { CanvasStore } from '../../../editor/session/create-canvas-store.ts'
import type { ViewControl } from '../../../editor/session/view-control.ts'

/** What pointer and held keys need of a session. */
export interface InputSession extends Pick<
  CanvasActions,
  | 'dispatch'
  | 'chooseTool'
  | 'holdTool'
  | 'letGoTool'
  | 'letGoAllTools'
  | 'cancelTool'
  | 'changeBrush'
  | 'holdOriginal'
  | 'undo'
  | 'redo'
> {
  readonly store: CanvasStore
  readonly view: Pick<ViewControl, 'panBy' | 'zoomBy' | 'rotateBy'>
  readonly isToolBusy: boolean
}
