import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from './ids.ts'

/** One call that waits or runs, as the list of the queue shows it. */
export const queueEntrySchema = z.object({
  callId: z.string(),
  /** All calls of one click. */
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
  /** 0 to 1; null = not known. */
  progress: z.number().min(0).max(1).nullable(),
  /** Of what runs: when it should be done, by what the last runs of the model took; null = nothing is known. */
  endsAtMs: z.int().nullable(),
  estimateUsd: z.number().nullable(),
  createdAtMs: z.int(),
  /** What waits is started in ascending order of this, lane by lane. */
  position: z.number(),
  /** Why it does not go on, for people: no network, paused, the server is busy with what was canceled. */
  note: z.string().nullable(),
  /** Of another program in the same home, or of none since it ended: it can be canceled, not moved. */
  isElsewhere: z.boolean(),
  /** Canceled, and its server, which cannot be interrupted, has not finished. */
  isStopping: z.boolean().optional(),
})
export type QueueEntry = z.output<typeof queueEntrySchema>

export const queueLaneSchema = z.object({
  /** As in the entries. */
  id: z.string(),
  label: z.string(),
  isPaused: z.boolean(),
  /** At once, at most. */
  runningMax: z.int().min(1),
  /** Until then the service has asked to be left alone. */
  waitingUntilMs: z.int().nullable(),
})
export type QueueLane = z.output<typeof queueLaneSchema>

export const queueViewSchema = z.object({
  /** What needs the network waits while this is false. */
  isOnline: z.boolean(),
  isPaused: z.boolean(),
  lanes: z.array(queueLaneSchema),
  /** In no particular order: those that wait are sorted by lane and position. */
  entries: z.array(queueEntrySchema),
})
export type QueueView = z.output<typeof queueViewSchema>
