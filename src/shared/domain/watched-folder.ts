import { z } from 'zod'
import { watchedFolderIdSchema } from './ids.ts'

/** A folder whose images are imported into the library, existing and future ones. */
export const watchedFolderSchema = z.object({
  id: watchedFolderIdSchema,
  path: z.string(),
  isOn: z.boolean(),
  /** `unreachable`: missing or unreadable; it is retried every minute. */
  state: z.enum(['watching', 'unreachable', 'off']),
  /** The system does not report changes there (a network drive): the folder is scanned every minute or less often. */
  isLookedThrough: z.boolean(),
  /** Number of images that were new to the library. */
  broughtIn: z.int().nonnegative(),
  lastAtMs: z.int().nullable(),
  /** Number of files since the program started that are named like images but are not readable as such. */
  unreadable: z.int().nonnegative(),
  /** Number of files since the program started of which only a part could be read; that was imported. */
  damaged: z.int().nonnegative(),
  /** What prevents imports, for display; null = nothing. */
  problem: z.string().nullable(),
})
export type WatchedFolder = z.output<typeof watchedFolderSchema>
