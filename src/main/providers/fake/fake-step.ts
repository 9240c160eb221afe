import type { ErrorCode, ErrorData } from '../../../shared/errors/index.ts'
import type { LiveUpdate, RemotePicture, TaskState } from '../core/adapter.ts'

/**
 * One line of a fake service's script. `update` is told at once, and the next step is played in the same call; every
 * other step is what that call comes to.
 */
export type FakeStep =
  | ({ readonly is: 'update' } & Partial<LiveUpdate>)
  /** The task goes on; the next look plays the next step. */
  | {
      readonly is: 'waiting'
      readonly progress?: number | null
      readonly note?: string
      readonly pollAfterMs?: number
    }
  /** Without `pictures`: as many as were asked for, drawn from the prompt and the seed. */
  | {
      readonly is: 'done'
      readonly pictures?: readonly RemotePicture[]
      readonly costUsd?: number | null
      readonly usage?: Readonly<Record<string, number>>
      readonly requestId?: string | null
    }
  | Exclude<TaskState, { readonly is: 'waiting' | 'done' }>
  | {
      readonly is: 'error'
      readonly code: ErrorCode
      readonly message: string
      readonly detail?: NonNullable<ErrorData['detail']>
    }

/** What one submission and the looks after it play. */
export type FakeScript = readonly FakeStep[]
