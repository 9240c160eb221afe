import { z } from 'zod'
import { assetIdSchema, documentIdSchema, jobIdSchema, threadIdSchema, type AssetId, type JobId } from './ids.ts'
import { modelRefSchema } from './provider.ts'
import type { JobSnapshot } from './job.ts'

/** What is being said next and was not sent yet. */
export const threadDraftSchema = z.object({
  words: z.string().max(40_000),
  /** The prompt as edited by hand; null = as composed. */
  prompt: z.string().max(40_000).nullable(),
  /** null = not chosen yet. */
  ref: modelRefSchema.nullable(),
  /** Whether only the mask changes; null = not chosen: it does where there is one. */
  isInMask: z.boolean().nullable(),
  /** The step that is run again: as another branch, with its mask. null = none. */
  againOf: jobIdSchema.nullable(),
})
export type ThreadDraft = z.output<typeof threadDraftSchema>

/**
 * A conversation about an image. Its steps are jobs with its id; each goes on from its `assetId`, which is the first image
 * or the result of another step, so that together they are a tree.
 */
export const threadSchema = z.object({
  id: threadIdSchema,
  /** null = of no open document. */
  documentId: documentIdSchema.nullable(),
  /** The image it began with. */
  rootId: assetIdSchema,
  /** The step that is gone on from; null = the first image. */
  currentId: jobIdSchema.nullable(),
  /** The last step of the branch that is shown. After the current one where steps were undone. */
  tipId: jobIdSchema.nullable(),
  createdAtMs: z.int(),
  /** null = nothing is being typed. */
  draft: threadDraftSchema.nullable(),
})
export type Thread = z.output<typeof threadSchema>

/** What the tree needs of a step. */
export type ThreadStep = Pick<
  JobSnapshot,
  'id' | 'assetId' | 'resultId' | 'state' | 'verdict' | 'prompt' | 'provider' | 'model' | 'createdAtMs'
>

/** A step on the branch that is shown. */
export interface ShownStep<T extends ThreadStep> {
  readonly step: T
  /** What goes on from the same image, oldest first, this one included. */
  readonly siblings: readonly T[]
  /** It was undone: it comes after the current step. */
  readonly isUndone: boolean
}

/**
 * Steps that count: without those that failed and were asked for again in the same words with the same model, and
 * without rejected ones that nothing goes on from.
 */
export function livingSteps<T extends ThreadStep>(steps: readonly T[]): readonly T[] {
  const sources = new Set(steps.map(({ assetId }) => assetId))
  return steps.filter((step, at) => {
    if (step.resultId !== null && sources.has(step.resultId)) return true
    if (step.verdict === 'rejected') return false
    return !hasFailed(step) || !steps.slice(at + 1).some((later) => isSameRequest(step, later))
  })
}

function hasFailed({ state }: ThreadStep): boolean {
  return state === 'failed' || state === 'refused' || state === 'cancelled'
}

function isSameRequest(step: ThreadStep, later: ThreadStep): boolean {
  const { assetId, prompt, provider, model } = step
  return later.assetId === assetId && later.prompt === prompt && later.provider === provider && later.model === model
}

/** The steps from the first image to the end of the branch that is shown. */
export function shownSteps<T extends ThreadStep>(thread: Thread, all: readonly T[]): readonly ShownStep<T>[] {
  const steps = livingSteps(all)
  const tip = steps.find(({ id }) => id === thread.tipId) ?? leafUnder(steps, thread.rootId)
  const path = tip === null ? [] : pathTo(steps, thread.rootId, tip)
  const currentAt = path.findIndex(({ id }) => id === thread.currentId)
  return path.map((step, at) => ({
    step,
    siblings: steps.filter(({ assetId }) => assetId === step.assetId),
    isUndone: thread.currentId === null || currentAt >= 0 ? at > currentAt : false,
  }))
}

function pathTo<T extends ThreadStep>(steps: readonly T[], rootId: AssetId, tip: T): T[] {
  const path = [tip]
  while (path[0]!.assetId !== rootId) {
    const above = steps.find(({ resultId }) => resultId !== null && resultId === path[0]!.assetId)
    // A damaged thread ends, whatever it says.
    if (above === undefined || path.includes(above)) break
    path.unshift(above)
  }
  return path
}

/** The newest end of the branches below an image; null = nothing goes on from it. */
function leafUnder<T extends ThreadStep>(steps: readonly T[], imageId: AssetId): T | null {
  let leaf: T | null = null
  let above: AssetId | null = imageId
  const seen = new Set<AssetId>()
  while (above !== null && !seen.has(above)) {
    seen.add(above)
    const next = steps.findLast(({ assetId }) => assetId === above)
    if (next === undefined) break
    leaf = next
    above = next.resultId
  }
  return leaf
}

/** The end of the branch to show where a step is chosen. */
export function tipFrom(steps: readonly ThreadStep[], step: ThreadStep): JobId {
  const living = livingSteps(steps)
  return (step.resultId === null ? null : leafUnder(living, step.resultId))?.id ?? step.id
}

/** The image that is gone on from: the result of the current step, or of the last one before it that has one. */
export function currentImage(thread: Thread, steps: readonly ThreadStep[]): AssetId {
  const current = steps.find(({ id }) => id === thread.currentId)
  if (current === undefined) return thread.rootId
  return current.resultId ?? current.assetId ?? thread.rootId
}
