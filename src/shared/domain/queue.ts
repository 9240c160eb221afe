import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from './ids.ts'
import type { JobSnapshot } from './job.ts'

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
  /** Its service has it, and cannot be asked for it now: it is asked again, also after the next start. */
  isOutOfReach: z.boolean().optional(),
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

/**
 * Progress of a call as stored on disk: up to `preparing`, nothing has left this computer; `sending`: something may
 * have; `remote`: the service has assigned it an id; `made`: the service has reported how it ended.
 */
export type CallStage = 'waiting' | 'preparing' | 'sending' | 'remote' | 'made' | 'ended'

/** The owner of a call: the window and a command line may use one home at the same time. */
export interface CallOwner {
  readonly pid: number
  /** When it took the call: process ids are reused. */
  readonly atMs: number
}

/** What is stored of a call when it is queued. */
export interface NewPersistedCall {
  readonly callId: string
  readonly lane: string
  readonly position: number
  /** A key was given for this request only: it is not stored, and the call cannot outlive the program. */
  readonly hasOwnKey: boolean
  /** JSON: request, plan, and `jobIds`. */
  readonly body: string
  /** Of a previously stored mask. */
  readonly maskKey: string | null
  readonly createdAtMs: number
}

/** An unfinished call, without its body. */
export interface UnfinishedCall {
  readonly callId: string
  readonly lane: string
  readonly position: number
  readonly stage: Exclude<CallStage, 'ended'>
  readonly owner: CallOwner | null
  readonly timesPrepared: number
  /** The ledger may have an open entry for it. */
  readonly wasBegun: boolean
  readonly hasOwnKey: boolean
  readonly isCancelled: boolean
  readonly isOfAgent: boolean
  /** Whether it can be fetched again from the service. */
  readonly hasHandle: boolean
  readonly hasAnswer: boolean
  /** All of them, in order; some may have ended. */
  readonly jobs: readonly JobSnapshot[]
}

/** What it takes to run a call. */
export interface PersistedCall {
  readonly body: string
  readonly maskPng: Uint8Array<ArrayBuffer> | null
  readonly stage: Exclude<CallStage, 'ended'>
  readonly attemptId: number | null
  readonly handle: string | null
  readonly answer: string | null
}

/** A call's progress to another stage; absent fields stay unchanged. Saved together with the jobs. */
export interface CallStep {
  readonly callId: string
  /** The owner it must have. */
  readonly pid: number
  readonly stage: Exclude<CallStage, 'ended'>
  readonly attemptId?: number
  readonly handle?: string | null
  readonly answer?: string
  readonly jobs: readonly JobSnapshot[]
}
