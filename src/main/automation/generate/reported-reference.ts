import { z } from 'zod'
import { referenceKindSchema, type NamedReference } from '../../../shared/domain/named-reference.ts'

/** A named reference as commands and tools report it. */
export const reportedReferenceSchema = z.object({
  name: z.string(),
  kind: referenceKindSchema,
  /** What matters about it; sent with its images. */
  note: z.string(),
  /** For models that take no images. */
  description: z.string(),
  /** Who may use it for what; never sent. */
  rights: z.string(),
  /** Library IDs, in the order in which models get them. */
  images: z.array(z.string()).readonly(),
  /** Images in the library that were made with it. */
  uses: z.int().nonnegative(),
})
export type ReportedReference = z.output<typeof reportedReferenceSchema>

export function reportedReference({ name, kind, note, description, rights, imageIds, uses }: NamedReference) {
  return { name, kind, note, description, rights, images: imageIds, uses } satisfies ReportedReference
}
