import type { EditIntent } from '../../shared/domain/edit.ts'
import type { GenerationRequest } from '../../shared/domain/generation.ts'

type Asked = Pick<GenerationRequest, 'intent' | 'frame'>

/** What an edit is for, where nobody has said it: with a mask a fill. */
export function intentOf({ intent, frame }: Asked, hasMask: boolean): EditIntent {
  if (intent) return intent
  if (frame) return 'expand'
  return hasMask ? 'fill' : 'whole'
}

/** Whether anything says what is to be repainted: paint, or a frame whose new part is. */
export function isMarked({ frame }: Pick<Asked, 'frame'>, hasMask: boolean): boolean {
  return hasMask || (frame ?? null) !== null
}
