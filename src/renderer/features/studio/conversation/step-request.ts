import { blankRequest } from '../../../../shared/domain/blank-request.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
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
  /** Whether the marks on the canvas are sent; null = unless the last step got the same. */
  readonly usesMarks: boolean | null
  /** What the last step got. */
  readonly sentMarks: readonly Mark[]
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
  usesMarks: null,
  sentMarks: [],
  isAgain: false,
  isChoosingModel: false,
}

/** The marks on the canvas that a step gets. A step has done what its marks say: the next one is not asked the same. */
export function marksOfStep(
  { usesMarks, sentMarks }: Pick<StepDraft, 'usesMarks' | 'sentMarks'>,
  marks: readonly Mark[],
): readonly Mark[] {
  return (usesMarks ?? marks !== sentMarks) ? marks : []
}

interface StepArea {
  /** null = the whole image. */
  readonly mask: StepMask | null
  readonly marks: readonly Mark[]
}

/** The request of a step. */
export function stepRequest(
  { id: threadId, documentId }: Thread,
  sourceId: AssetId,
  { words, prompt }: StepDraft,
  ref: ModelRef,
  { mask, marks }: StepArea,
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
    ...(marks.length > 0 && { markup: [...marks] }),
    continues: { threadId, prompt },
  }
}
