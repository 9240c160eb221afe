import { z } from 'zod'
import { generationRequestSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { fillInputSchema, jobSnapshotSchema } from '../domain/job.ts'
import { command, event, query } from './define.ts'

export const jobs = {
  'jobs.fill': command(fillInputSchema, z.object({ id: jobIdSchema })),
  /** A mask is being painted on this image, so a fill may follow: what it needs is started and loaded. Never fails. */
  'jobs.expectFill': command(z.object({ assetId: assetIdSchema }), z.void()),
  /** One id for each picture asked for. Nothing has been sent when it resolves. */
  'jobs.generate': command(generationRequestSchema, z.object({ ids: z.array(jobIdSchema) })),
  /** Pictures of one call are canceled together: the service makes them together. */
  'jobs.cancel': command(z.object({ id: jobIdSchema }), z.void()),
  /** Jobs of one open picture, oldest first; null = those that belong to none. */
  'jobs.list': query(z.object({ documentId: documentIdSchema.nullable() }), z.array(jobSnapshotSchema)),
  /** Notes what the artist decided. Rejected: a result goes to the trash, a failure out of sight. Open: undoes either. */
  'jobs.decide': command(
    z.object({ id: jobIdSchema, verdict: z.enum(['open', 'kept', 'rejected']) }),
    jobSnapshotSchema,
  ),
  'jobs.changed': event(jobSnapshotSchema),
}
