import type { EditIntent } from '../../shared/domain/edit.ts'
import type { GenerationRequest } from '../../shared/domain/generation.ts'

type EditRequest = Pick<GenerationRequest, 'intent' | 'frame'>

/** Returns the purpose of an edit if none is given: with a mask, a fill. */
export function intentOf({ intent, frame }: EditRequest, hasMask: boolean): EditIntent {
  if (intent) return intent
  if (frame) return 'expand'
  return hasMask ? 'fill' : 'whole'
}

/** Whether anything determines the area to repaint: a mask, or a frame with a new part. */
export function isMarked({ frame }: Pick<EditRequest, 'frame'>, hasMask: boolean): boolean {
  return hasMask || (frame ?? null) !== null
}
