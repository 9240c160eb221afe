import { z } from 'zod'
import { assetIdSchema, documentIdSchema, jobIdSchema, threadIdSchema } from '../domain/ids.ts'
import { jobSnapshotSchema } from '../domain/job.ts'
import { threadDraftSchema, threadSchema } from '../domain/thread.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: threadIdSchema })

/** Conversations about images. */
export const threads = {
  /** Those of an open document, newest last; null = those of none. `damaged`: how many cannot be read. */
  'threads.list': query(
    'read',
    z.object({ documentId: documentIdSchema.nullable() }),
    z.object({ threads: z.array(threadSchema), damaged: z.int().nonnegative() }),
  ),
  /** Oldest first. */
  'threads.steps': query('read', byId, z.array(jobSnapshotSchema)),
  /** Goes on from an image: in the thread that holds it, or in a new one. */
  'threads.start': command(
    'edit',
    z.object({ documentId: documentIdSchema.nullable(), assetId: assetIdSchema }),
    threadSchema,
  ),
  /** Undo, redo and branches: which step is gone on from (null = the first image), and the end of its branch. */
  'threads.go': command(
    'edit',
    byId.extend({ currentId: jobIdSchema.nullable(), tipId: jobIdSchema.nullable() }),
    threadSchema,
  ),
  /** Keeps what is being typed; null = nothing is. Not an event: the window that types is the only one to show it. */
  'threads.keepDraft': command('edit', byId.extend({ draft: threadDraftSchema.nullable() }), z.void()),
  /** Images stay. `restore` undoes it. */
  'threads.remove': command('edit', byId, z.void()),
  'threads.restore': command('edit', byId, threadSchema),
  'threads.changed': event(z.object({})),
}
