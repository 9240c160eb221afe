import type { Mark } from '../../../../../shared/domain/markup.ts'
import type { StudioTask } from '../../../../../shared/domain/settings.ts'
import type { CanvasState } from '../../../../editor/session/create-canvas-store.ts'
import { isIntent } from '../../tasks.ts'

const none: readonly Mark[] = []

/** The marks that a task can send: the visible ones of an edit of the image. */
export function marksInUse(task: StudioTask, canvas: Pick<CanvasState, 'markup'> | null): readonly Mark[] {
  return canvas?.markup.isVisible && isIntent(task) ? canvas.markup.marks : none
}
