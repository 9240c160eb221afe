import { blankRequest } from '../../../../shared/domain/blank-request.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { Thread } from '../../../../shared/domain/thread.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/** The mask that limits a step. */
export interface StepMask {
  readonly maskBounds: Rect | null
  readonly growPx: number
  readonly featherPx: number
}

/** What is being said next. */
export interface StepDraft {
  readonly words: string
  /** The prompt as edited by hand; null = as composed. */
  readonly prompt: string | null
  /** null = not chosen yet. */
  readonly ref: ModelRef | null
  readonly isInMask: boolean
  /** A step is run again. */
  readonly isAgain: boolean
  /** The list of models is open. */
  readonly isChoosingModel: boolean
}

export const blankStep: StepDraft = {
  words: '',
  prompt: null,
  ref: null,
  isInMask: false,
  isAgain: false,
  isChoosingModel: false,
}

/** The request of a step. `mask` null = the whole image. */
export function stepRequest(
  { id: threadId, documentId }: Thread,
  sourceId: AssetId,
  { words, prompt }: StepDraft,
  ref: ModelRef,
  mask: StepMask | null,
): PlanRequest {
  return {
    ...blankRequest,
    ...ref,
    documentId,
    operation: 'edit',
    prompt: words.trim(),
    sourceId,
    intent: mask === null ? 'whole' : 'fill',
    ...(mask && { ...mask, hasMask: true }),
    continues: { threadId, prompt },
  }
}
