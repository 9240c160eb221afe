import { z } from 'zod'

/** How far a start is that has to bring the library's database up to date, mend it or check all of it. */
export const libraryOpeningSchema = z.object({
  done: z.int().nonnegative(),
  /** Pictures; null while it cannot be told how much there is to do. */
  total: z.int().positive().nullable(),
})
export type LibraryOpening = z.infer<typeof libraryOpeningSchema>
