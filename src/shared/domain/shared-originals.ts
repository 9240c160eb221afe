import { z } from 'zod'
import { assetIdSchema } from './ids.ts'

/** A library on one computer that keeps originals in the folder. */
export const originalsMemberSchema = z.object({ name: z.string(), computer: z.string(), isSelf: z.boolean() })
export type OriginalsMember = z.output<typeof originalsMemberSchema>

export const originalsViewSchema = z.object({
  /** Absolute path; null = new originals stay in the library folder. */
  folder: z.string().nullable(),
  /** Number of images whose original is in a shared folder. */
  shared: z.int(),
  /** Number of those that will be put there; 0 without a folder. */
  waiting: z.int(),
  isBusy: z.boolean(),
  /** Why the last attempt failed, for display; null = it did not. */
  problem: z.string().nullable(),
  /** Why one that waits could not be put there, the first of them; null = none was refused. */
  waitingWhy: z.string().nullable(),
  members: z.array(originalsMemberSchema),
})
export type OriginalsView = z.output<typeof originalsViewSchema>

/** What moving originals back to the library folder has done. Those that failed remain in the shared folder. */
export const movedBackSchema = z.object({
  moved: z.int(),
  failed: z.array(z.object({ id: assetIdSchema, message: z.string() })),
})
export type MovedBack = z.output<typeof movedBackSchema>
