import type { AttemptEnd, NewAttempt } from '../../shared/domain/ledger.ts'

/** Records every attempt at a service that may cost money: the queue reports attempts, the ledger stores them. */
export interface AttemptLedger {
  /** Resolves once the entry is on disk, which is before anything is sent. @throws storage/* */
  open(attempt: NewAttempt): Promise<number>
  /** Books an open attempt for the time at which it is sent, where it waited since it was opened. @throws storage/* */
  redate(id: number, atMs: number): Promise<void>
  /** Records what the service has reported so far: its handle. Does not reject. */
  note(id: number, change: Partial<AttemptEnd>): Promise<void>
  /** The first end counts. Does not reject: the image matters more than its ledger entry. */
  close(id: number, end: AttemptEnd): Promise<void>
  /** Returns this call's entry that a previous program run left open; null = there is none. */
  findOpen(callId: string): Promise<number | null>
}

/** Requests that would exceed a spending limit or have no known price. */
export interface OverLimit {
  /** USD of the requests whose price is known. */
  readonly usd: number
  /** Requests without a known price. */
  readonly unpriced: number
  /** Which limit, how much has been spent, and how much this would add. */
  readonly reasons: readonly string[]
}

export interface SpendRequest extends OverLimit {
  /** Who would be paid: provider ids, or the host of the language model. */
  readonly services: readonly string[]
}

/** Asks the user for approval in a native dialog, outside the page. */
export type ApproveSpend = (question: SpendRequest) => Promise<boolean>

export interface Admitter {
  /**
   * Checks the spending limits. `estimates`: USD of each call, null = no known price. Calls admitted for one run count
   * together; running calls and queued ones (unfinished jobs, by `callId`, `runId` and `estimateUsd`) count by their
   * estimates.
   * The amount is reserved immediately, for at most two minutes, so that two runs cannot both slip under a limit. Call
   * the returned function once the jobs are on disk or have been abandoned: from then on the jobs themselves count.
   * `approve`: asks the user if limits are set to ask; absent = there is no user to ask.
   * @throws money/needs-approval (nobody could be asked), request/cancelled (the answer was no), money/over-cap
   */
  admit(run: {
    readonly runId: string | null
    readonly estimates: readonly (number | null)[]
    readonly approve?: ((over: OverLimit) => Promise<boolean>) | undefined
  }): Promise<() => Promise<void>>
}
