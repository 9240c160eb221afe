import { z } from 'zod'
import { collectionIdSchema } from './ids.ts'
import { nameSchema } from './name.ts'

/** `manual`: images were added by hand. `smart`: matches of its query. `folder`: holds only other collections. */
export const collectionSchema = z.object({
  id: collectionIdSchema,
  parentId: collectionIdSchema.nullable(),
  name: nameSchema,
  kind: z.enum(['manual', 'smart', 'folder']),
  /** For smart collections; null for others. */
  query: z.string().max(2_000).nullable(),
  /** Among its siblings, ascending. */
  position: z.number(),
  /** Images in it that are not in the trash. */
  count: z.int().nonnegative(),
})
export type Collection = z.output<typeof collectionSchema>
