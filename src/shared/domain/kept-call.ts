import type { JobSnapshot } from './job.ts'

/**
 * How far a call has come, as it is on disk: `preparing` and before it nothing has left this computer; `sending`: it may
 * have; `remote`: the service has given it a number; `made`: the service has said how it ended.
 */
export type CallStage = 'waiting' | 'preparing' | 'sending' | 'remote' | 'made' | 'ended'

/** Whose a call is: the window and a command line may be at work in one home. */
export interface CallOwner {
  readonly pid: number
  /** When it took the call: process ids are given again. */
  readonly atMs: number
}

/** What is kept of a call when it is queued. */
export interface NewKeptCall {
  readonly callId: string
  readonly lane: string
  readonly position: number
  /** A key was given for this request only: it is not kept, and the call cannot outlive the program. */
  readonly hasOwnKey: boolean
  /** JSON: request, plan, and `jobIds`. */
  readonly body: string
  /** Of a mask that was kept before. */
  readonly maskKey: string | null
  readonly createdAtMs: number
}

/** A call that has not ended, without its body. */
export interface UnfinishedCall {
  readonly callId: string
  readonly lane: string
  readonly position: number
  readonly stage: Exclude<CallStage, 'ended'>
  readonly owner: CallOwner | null
  readonly timesPrepared: number
  /** The ledger may have an open entry of it. */
  readonly wasBegun: boolean
  readonly hasOwnKey: boolean
  readonly isCancelled: boolean
  /** Whether it can be asked for again at the service. */
  readonly hasHandle: boolean
  readonly hasAnswer: boolean
  /** All of them, in order; some may have ended. */
  readonly jobs: readonly JobSnapshot[]
}

/** What is needed to run a call. */
export interface KeptCall {
  readonly body: string
  readonly maskPng: Uint8Array<ArrayBuffer> | null
  readonly stage: Exclude<CallStage, 'ended'>
  readonly attemptId: number | null
  readonly handle: string | null
  readonly answer: string | null
}

/** A step further; what is not named stays. Saved together with the jobs. */
export interface CallStep {
  readonly callId: string
  /** Whose it must be. */
  readonly pid: number
  readonly stage: Exclude<CallStage, 'ended'>
  readonly attemptId?: number
  readonly handle?: string | null
  readonly answer?: string
  readonly jobs: readonly JobSnapshot[]
}
