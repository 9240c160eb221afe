import type { JobSnapshot } from './job.ts'

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
