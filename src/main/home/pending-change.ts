import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What the next start has to finish before anything of the library is opened. */
const pendingChangeSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('restore'),
    /** Name of the folder below the home in which the backup lies unpacked and checked. */
    staged: z.string().regex(/^restore-[0-9A-Z]{26}$/),
    /** Where what is there now goes, likewise. */
    replaced: z.string().regex(/^replaced-[0-9-]{10,30}$/),
    pictures: z.int(),
    createdAtMs: z.int(),
    /** Requests that waited in its queue; they are not sent before the person says so. */
    held: z.int().default(0),
  }),
  z.object({
    is: z.literal('move'),
    target: z.string().min(1),
    /** When the copy was begun: what has been touched since is brought over again. */
    startedAtMs: z.int(),
  }),
])
export type PendingChange = z.output<typeof pendingChangeSchema>

export const pendingChangePath = (root: string): string => join(root, 'pending-change.json')

/** Null where there is none, or none that can be read: then nothing is done. */
export function readPendingChange(root: string): PendingChange | null {
  try {
    return pendingChangeSchema.parse(JSON.parse(readFileSync(pendingChangePath(root), 'utf8')))
  } catch {
    return null
  }
}
