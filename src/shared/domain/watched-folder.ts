import { z } from 'zod'
import { watchedFolderIdSchema } from './ids.ts'

/** A folder whose pictures are brought into the library, those in it and those to come. */
export const watchedFolderSchema = z.object({
  id: watchedFolderIdSchema,
  path: z.string(),
  isOn: z.boolean(),
  /** `unreachable`: not there, or not to be looked into; it is tried again every minute. */
  state: z.enum(['watching', 'unreachable', 'off']),
  /** The system does not tell of what comes (a network disk): the folder is looked through every minute or more rarely. */
  isLookedThrough: z.boolean(),
  /** Pictures that were new to the library. */
  broughtIn: z.int().nonnegative(),
  lastAtMs: z.int().nullable(),
  /** Files since the program started that are named like pictures and cannot be read as such. */
  unreadable: z.int().nonnegative(),
  /** What keeps pictures from coming in, in words; null = nothing. */
  problem: z.string().nullable(),
})
export type WatchedFolder = z.output<typeof watchedFolderSchema>
