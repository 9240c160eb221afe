import { z } from 'zod'
import { assetIdSchema, documentIdSchema, jobIdSchema, threadIdSchema } from './ids.ts'
import { modelRefSchema } from './provider.ts'

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
