import { z } from 'zod'

/** Progress of a start that has to migrate, repair or fully check the library's database. */
export const libraryOpeningSchema = z.object({
  done: z.int().nonnegative(),
  /** Number of images; null while the amount of work is unknown. */
  total: z.int().positive().nullable(),
})
export type LibraryOpening = z.infer<typeof libraryOpeningSchema>
