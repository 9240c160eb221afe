import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { Admission, DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import type { Admitter, AttemptLedger } from '../jobs/attempt-ledger.ts'

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
  /**
   * Sets aside what an agent may spend, if what agents of all programs have set aside stays within the limit; null = in
   * any case. The user's limits are for the requests themselves. `release`: null = it does not.
   */
  holdForAgent(usd: number, limitUsd: number | null): Promise<{ beforeUsd: number; release: (() => void) | null }>
  /** Marks attempts that the previous program left pending and that have no job. Does not reject. */
  recover(): Promise<void>
  onChanged(listener: () => void): () => void
}
