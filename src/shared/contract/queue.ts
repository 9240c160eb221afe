import { z } from 'zod'
import { generationRequestSchema, maskPngSchema } from '../domain/generation.ts'
import { jobIdSchema } from '../domain/ids.ts'
import { queueEntrySchema, queueLaneSchema, queueViewSchema } from '../domain/queue.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

const laneSchema = z.object({ lane: z.string().nullable() })

export const queue = {
  /**
   * All requests of one click: each is planned and queued separately, and a rejected one does not stop the others. They
   * share the mask. Over a limit that asks, main asks the user. @throws request/cancelled if the user declines
   */
  'jobs.run': command(
    'spend',
    z.object({
      runId: z.uuid(),
      maskPng: maskPngSchema.nullable(),
      requests: z
        .array(generationRequestSchema.omit({ maskPng: true }).extend({ hasMask: z.boolean() }))
        .min(1)
        .max(1_000),
    }),
    z.array(z.union([z.object({ ids: z.array(jobIdSchema) }), z.object({ error: errorDataSchema })])),
  ),
  /**
   * Queues the same requests again, as siblings, all or none. @throws storage/not-found where a request is not kept,
   * request/cancelled as `jobs.run`
   */
  'jobs.retry': command(
    'spend',
    z.object({ ids: z.array(jobIdSchema).min(1).max(1_000) }),
    z.object({ ids: z.array(jobIdSchema) }),
  ),
  'queue.view': query('read', z.object({}), queueViewSchema),
  /** null = all lanes. Running jobs continue; no more are started. Survives a restart. */
  'queue.pause': command('control', laneSchema, z.void()),
  /** Sends what waits in a paused lane. */
  'queue.resume': command('spend', laneSchema, z.void()),
  /** Moves a call within its lane, before another; null = to the end. Running or finished calls stay unchanged. */
  'queue.move': command('control', z.object({ callId: z.string(), beforeCallId: z.string().nullable() }), z.void()),
  /** null = everything. */
  'queue.cancel': command('control', z.object({ callIds: z.array(z.string()).max(10_000).nullable() }), z.void()),
  /** Sends what was not sent when the program ended, costs money, and has waited since (`isHeld`); null = all of it. */
  'queue.release': command('spend', z.object({ callIds: z.array(z.string()).max(10_000).nullable() }), z.void()),
  /** Changes since the previous event, at most ten times a second. */
  'queue.changed': event(
    z.object({
      isOnline: z.boolean(),
      isPaused: z.boolean(),
      lanes: z.array(queueLaneSchema),
      changed: z.array(queueEntrySchema),
      gone: z.array(z.string()),
    }),
  ),
}
