import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from './ids.ts'

/** A queued or running call, as listed in the queue. */
export const queueEntrySchema = z.object({
  callId: z.string(),
  /** Shared by all calls of one click. */
  runId: z.string().nullable(),
  jobIds: z.array(jobIdSchema).min(1),
  documentId: documentIdSchema.nullable(),
  assetId: assetIdSchema.nullable(),
  /** A provider's id; `here` for work done on this computer without a model. */
  lane: z.string(),
  model: z.string().nullable(),
  operation: z.enum(['fill', 'expand', 'merge', ...operationSchema.options]),
  prompt: z.string().nullable(),
  pictures: z.int().min(1),
  state: z.enum(['waiting', 'running']),
  /** 0 to 1; null = unknown. */
  progress: z.number().min(0).max(1).nullable(),
  /** For running calls: expected end, based on the model's recent durations; null = unknown. */
  endsAtMs: z.int().nullable(),
  estimateUsd: z.number().nullable(),
  createdAtMs: z.int(),
  /** Queued calls start in ascending order of this, per lane. */
  position: z.number(),
  /** Why it is not progressing, for display: offline, paused, the server is busy with a canceled call. */
  note: z.string().nullable(),
  /** Belongs to another program using the same home, or to one that has ended: it can be canceled, not moved. */
  isElsewhere: z.boolean(),
  /** Canceled, but its server, which cannot be interrupted, has not finished. */
  isStopping: z.boolean().optional(),
  /** It was not sent when the program ended, and costs money: it waits for `queue.release`. */
  isHeld: z.boolean().optional(),
  /** It is a step of an edit plan, and others may follow it. */
  isOfPlan: z.boolean().optional(),
})
export type QueueEntry = z.output<typeof queueEntrySchema>

export const queueLaneSchema = z.object({
  /** As in the entries' `lane`. */
  id: z.string(),
  label: z.string(),
  isPaused: z.boolean(),
  /** Maximum number of concurrent calls. */
  runningMax: z.int().min(1),
  /** When the service's rate limit ends. */
  waitingUntilMs: z.int().nullable(),
})
export type QueueLane = z.output<typeof queueLaneSchema>

export const queueViewSchema = z.object({
  /** Calls that need the network wait while this is false. */
  isOnline: z.boolean(),
  isPaused: z.boolean(),
  lanes: z.array(queueLaneSchema),
  /** Unordered: queued ones are sorted by lane and position. */
  entries: z.array(queueEntrySchema),
})
export type QueueView = z.output<typeof queueViewSchema>
