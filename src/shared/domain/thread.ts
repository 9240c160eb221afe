import { z } from 'zod'
import { assetIdSchema, documentIdSchema, jobIdSchema, threadIdSchema } from './ids.ts'

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
})
export type Thread = z.output<typeof threadSchema>
