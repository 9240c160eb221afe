import type { TeamLimits, TeamView } from '../../shared/domain/team.ts'

/** An attempt that may cost something, from its entry in this library's ledger. */
export interface TeamAttempt {
  readonly id: number
  readonly callId: string
  /** USD; null = no price is known. */
  readonly estimateUsd: number | null
}

/** One spending limit for all members of a team, without a server: each writes what it spends to a shared folder. */
export interface TeamLimit {
  /**
   * Reserves the cost of a request; resolves before it may be sent. Without a team, or for what is free, it does nothing.
   * @throws money/over-cap, and money/limits-unreadable if the folder cannot be reached: nothing is reserved then
   */
  reserve(attempt: TeamAttempt): Promise<void>
  /** Writes what became of this library's requests that have ended. Does not reject: the next call tries again. */
  settle(): Promise<void>
  /**
   * Returns why a run would not be sent, for display; empty = it would. USD; `unpriced`: requests without a price;
   * `waitingUsd`: of this library's queue. Reserves nothing.
   */
  check(run: {
    readonly usd: number
    readonly unpriced: number
    readonly waitingUsd: () => Promise<number>
  }): Promise<readonly string[]>
  /** Does not reject for a folder that cannot be reached. */
  view(): Promise<TeamView>
  /** null = none were set, or what was set cannot be read. @throws money/limits-unreadable if there is no folder */
  limits(): Promise<TeamLimits | null>
  /** Replaces them for all members. @throws money/limits-unreadable if the folder cannot be reached */
  setLimits(limits: TeamLimits): Promise<void>
}
