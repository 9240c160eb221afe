import { z } from 'zod'
import { documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { fillInputSchema, jobSnapshotSchema } from '../domain/job.ts'
import { command, event, query } from './define.ts'

export const jobs = {
  'jobs.fill': command(fillInputSchema, z.object({ id: jobIdSchema })),
  'jobs.cancel': command(z.object({ id: jobIdSchema }), z.void()),
  /** Jobs of one open picture, oldest first. */
  'jobs.list': query(z.object({ documentId: documentIdSchema }), z.array(jobSnapshotSchema)),
  /** Notes what the artist decided. Rejected: a result goes to the trash, a failure out of sight. Open: undoes either. */
  'jobs.decide': command(
    z.object({ id: jobIdSchema, verdict: z.enum(['open', 'kept', 'rejected']) }),
    jobSnapshotSchema,
  ),
  'jobs.changed': event(jobSnapshotSchema),
}
