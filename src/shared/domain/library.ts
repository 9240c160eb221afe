import { z } from 'zod'

/** The longest side of an image that Atelier opens and stores, pixels. */
export const imageSidePxMax = 16_384

/** How long an image stays in the trash before it is permanently deleted. */
export const trashKeptMs = 30 * 86_400_000

/** Why the library emits a change. */
export const changeReasons = ['added', 'updated', 'removed', 'marks', 'looks'] as const
export type ChangeReason = (typeof changeReasons)[number]

/** Progress of a start that has to migrate, repair or fully check the library's database. */
export const libraryOpeningSchema = z.object({
  done: z.int().nonnegative(),
  /** Number of images; null while the amount of work is unknown. */
  total: z.int().positive().nullable(),
})
export type LibraryOpening = z.infer<typeof libraryOpeningSchema>
