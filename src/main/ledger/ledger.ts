import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { Admission, DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import type { CostSum } from '../../shared/util/sum-costs.ts'
import type { Admitter, AttemptLedger } from '../jobs/attempt-ledger.ts'

export interface AgentHold {
  /** `agentsToday` before it. */
  readonly today: CostSum
  readonly release: (() => void) | null
}

/** The cost of every attempt, and the decision whether the limits allow the next one. */
export interface Ledger extends AttemptLedger, Admitter {
  /** Newest first. */
  list(filter: ParsedInput<'ledger.list'>): Promise<Output<'ledger.list'>>
  /** All entries of a span, newest first, page by page. */
  pages(span: DaySpan): AsyncIterable<readonly LedgerEntry[]>
  spend(input: ParsedInput<'ledger.spend'>): Promise<Output<'ledger.spend'>>
  totals(): Promise<Output<'ledger.totals'>>
  /** Writes a span as CSV, atomically. Returns the number of entries. @throws storage/* */
  writeCsv(path: string, span: DaySpan): Promise<number>
  /** Returns how the limits would judge a run with these estimates, USD; null = unknown price. Reserves nothing. */
  check(estimates: readonly (number | null)[]): Promise<Admission>
  /** What agents of all programs have spent today, may have spent, or may still spend of what was admitted. USD. */
  agentsToday(): Promise<CostSum>
  /**
   * Sets aside what a call of an agent may cost until its requests are on disk, if `agentsToday` and this stay within the
   * limit, USD; null = in any case. Check and hold are one transaction. The user's limits are for the requests themselves.
   * `release`: null = the limit is exceeded or cannot be checked, and nothing is held. @throws storage/*
   */
  holdForAgent(cost: CostSum, limitUsd: number | null): Promise<AgentHold>
  /** Marks attempts that the previous program left pending and that have no job. Does not reject. */
  recover(): Promise<void>
  onChanged(listener: () => void): () => void
}
