import * as messages from '../../../../shared/messages/en/canvas.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'

/** Describes the bounds of all enabled masks, in pixels of the image; empty where nothing has been masked yet. */
export function maskedAreaText({ maskBounds, maskRevision }: Pick<CanvasState, 'maskBounds' | 'maskRevision'>): string {
  if (maskBounds === null) return maskRevision === 0 ? '' : messages.nothingMasked
  return messages.maskedArea(maskBounds)
}
