import { z } from 'zod'
import { collectionIdSchema } from './ids.ts'

/** `manual`: a person put pictures in it. `smart`: whatever its query finds. `folder`: holds other collections only. */
export const collectionSchema = z.object({
  id: collectionIdSchema,
  parentId: collectionIdSchema.nullable(),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(['manual', 'smart', 'folder']),
  /** Of a smart one; null for the others. */
  query: z.string().max(2_000).nullable(),
  /** Among its siblings, ascending. */
  position: z.number(),
  /** Pictures in it that are not in the trash. */
  count: z.int().nonnegative(),
})
export type Collection = z.output<typeof collectionSchema>
