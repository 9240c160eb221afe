import { blankRequest } from '../../../../shared/domain/blank-request.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { Thread, ThreadDraft } from '../../../../shared/domain/thread.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/** The mask that limits a step. */
export interface StepMask {
  /** 8-bit gray, white = repaint; null = the one on the canvas, as it is when the step is sent. */
  readonly maskPng: Uint8Array | null
  readonly maskBounds: Rect | null
  readonly growPx: number
  readonly featherPx: number
}

/** What is being said next, and whether the list of models is open. */
export interface StepDraft extends ThreadDraft {
  readonly isChoosingModel: boolean
}

export const blankStep: StepDraft = {
  words: '',
  prompt: null,
  ref: null,
  isInMask: false,
  againOf: null,
  isChoosingModel: false,
}

/** As it is kept; null = there is nothing to keep. */
export function keptDraft({ isChoosingModel: _isOpen, ...draft }: StepDraft): ThreadDraft | null {
  return draft.words.trim() === '' && draft.prompt === null && draft.ref === null ? null : draft
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
    ...(mask && { maskBounds: mask.maskBounds, growPx: mask.growPx, featherPx: mask.featherPx, hasMask: true }),
    continues: { threadId, prompt },
  }
}
