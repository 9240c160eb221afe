import { blankRequest, type PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
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

/** What is being said next, with what is not kept. */
export interface StepDraft extends ThreadDraft {
  /** Whether the marks on the canvas are sent; null = unless the last step got the same. */
  readonly usesMarks: boolean | null
  /** What the last step got. */
  readonly sentMarks: readonly Mark[]
  /** The list of models is open. */
  readonly isChoosingModel: boolean
}

export const blankStep: StepDraft = {
  words: '',
  prompt: null,
  ref: null,
  isInMask: null,
  againOf: null,
  usesMarks: null,
  sentMarks: [],
  isChoosingModel: false,
}

/** As it is kept; null = there is nothing to keep. */
export function keptDraft({ words, prompt, ref, isInMask, againOf }: StepDraft): ThreadDraft | null {
  if (words.trim() === '' && prompt === null && ref === null) return null
  return { words, prompt, ref, isInMask, againOf }
}

/** The marks on the canvas that a step gets. A step has done what its marks say: the next one is not asked the same. */
export function marksOfStep(
  { usesMarks, sentMarks }: Pick<StepDraft, 'usesMarks' | 'sentMarks'>,
  marks: readonly Mark[],
): readonly Mark[] {
  return (usesMarks ?? marks !== sentMarks) ? marks : []
}

/** Whether a step is limited to the mask: it is painted to limit what changes, so only a person's choice leaves it out. */
export function isLimited({ isInMask }: Pick<StepDraft, 'isInMask'>, mask: StepMask | null): boolean {
  return mask !== null && isInMask !== false
}

/** What is left of a draft once it is sent: the next step goes on with its choices, but not with the mask of another step. */
export function nextStep({ ref, isInMask, againOf }: StepDraft, sentMarks: readonly Mark[]): StepDraft {
  return { ...blankStep, ref, isInMask: againOf === null ? isInMask : null, sentMarks }
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
    ...(mask && { maskBounds: mask.maskBounds, growPx: mask.growPx, featherPx: mask.featherPx, hasMask: true }),
    ...(marks.length > 0 && { markup: [...marks] }),
    continues: { threadId, prompt },
  }
}
