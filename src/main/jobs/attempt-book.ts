import type { AttemptEnd, NewAttempt } from '../../shared/domain/ledger.ts'

/** Where every attempt at a service is noted that may cost money: the queue tells it, the ledger keeps it. */
export interface AttemptBook {
  /** On disk when it resolves, which is before anything is sent. @throws storage/* */
  open(attempt: NewAttempt): Promise<number>
  /** What the service has said in between: its handle. Does not reject. */
  note(id: number, change: Partial<AttemptEnd>): Promise<void>
  /** The first end counts. Does not reject: the picture counts more than its entry. */
  close(id: number, end: AttemptEnd): Promise<void>
  /** The entry of this call that is still open, left so by the program before; null = there is none. */
  findOpen(callId: string): Promise<number | null>
}

/** What would go over a spending limit, or has no known price. */
export interface OverLimit {
  /** USD of the requests whose price is known. */
  readonly usd: number
  /** Requests without a known price. */
  readonly unpriced: number
  /** Which limit, what is spent, what this would add. */
  readonly reasons: readonly string[]
}

export interface SpendRequest extends OverLimit {
  /** Who would be paid: provider ids, or the host of the language model. */
  readonly services: readonly string[]
}

/** Asks the person, outside the page. */
export type ApproveSpend = (question: SpendRequest) => Promise<boolean>

export interface Admitter {
  /**
   * Asks the caps. `estimates`: USD of each call, null = no price is known. What one run has been admitted for counts
   * together; what is under way, and what waits in the queue (unfinished jobs, by `callId`, `runId` and `estimateUsd`),
   * counts by its estimate.
   *
   * The money is set aside at once, for two minutes at most, so that two runs cannot both slip under a limit. Call what
   * comes back as soon as the jobs are on disk, or when nothing comes of them: from then on the jobs count.
   * `approve`: asks the person, where limits are set to ask; absent = nobody can be asked.
   * @throws money/needs-approval (nobody could be asked), request/cancelled (the answer was no), money/over-cap
   */
  admit(run: {
    readonly runId: string | null
    readonly estimates: readonly (number | null)[]
    readonly approve?: ((over: OverLimit) => Promise<boolean>) | undefined
  }): Promise<() => Promise<void>>
}
