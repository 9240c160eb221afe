import { z } from 'zod'
import { generationRequestSchema, maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { fillInputSchema, jobSnapshotSchema } from '../domain/job.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, event, query } from './define.ts'

export const jobs = {
  'jobs.fill': command('edit', fillInputSchema, z.object({ id: jobIdSchema })),
  /** A mask is being painted on this image, so a fill may follow: starts and loads what it needs. Never fails. */
  'jobs.expectFill': command('control', z.object({ assetId: assetIdSchema }), z.void()),
  /** Returns one id per requested image. Nothing has been sent when it resolves. */
  'jobs.generate': command('spend', generationRequestSchema, z.object({ ids: z.array(jobIdSchema) })),
  /** Images of one call are canceled together, because the service makes them together. */
  'jobs.cancel': command('control', z.object({ id: jobIdSchema }), z.void()),
  /** Jobs of one open image, oldest first; null = those without a document. */
  'jobs.list': query('read', z.object({ documentId: documentIdSchema.nullable() }), z.array(jobSnapshotSchema)),
  /** Records the artist's decision. Rejected: moves a result to the trash and hides a failure. Open: undoes either. */
  'jobs.decide': command(
    'edit',
    z.object({ id: jobIdSchema, verdict: z.enum(['open', 'kept', 'rejected']) }),
    jobSnapshotSchema,
  ),
  /**
   * The mask of an edit as painted, with its edge; null = it was not limited to one. @throws storage/not-found where it was
   * not kept
   */
  'jobs.mask': query(
    'read',
    z.object({ id: jobIdSchema }),
    z
      .object({
        maskPng: maskPngSchema,
        maskBounds: rectSchema.nullable(),
        growPx: z.number(),
        featherPx: z.number(),
      })
      .nullable(),
  ),
  'jobs.changed': event(jobSnapshotSchema),
}
