import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { Admission, DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import type { Admitter, AttemptBook } from '../jobs/attempt-book.ts'

/** What every attempt at a service has cost, and what the limits say to the next. */
export interface Ledger extends AttemptBook, Admitter {
  /** Newest first. */
  list(filter: ParsedInput<'ledger.list'>): Promise<Output<'ledger.list'>>
  /** All of a span, newest first, a page at a time. */
  pages(span: DaySpan): AsyncIterable<readonly LedgerEntry[]>
  spend(input: ParsedInput<'ledger.spend'>): Promise<Output<'ledger.spend'>>
  totals(): Promise<Output<'ledger.totals'>>
  /** Writes a span as CSV, whole or not at all. Returns how many entries. @throws storage/* */
  writeCsv(path: string, span: DaySpan): Promise<number>
  /** What the limits would say to a run of these estimates, USD; null = no price is known. Sets nothing aside. */
  check(estimates: readonly (number | null)[]): Promise<Admission>
  /** Marks what the program before left under way and no job stands for. Does not reject. */
  recover(): Promise<void>
  onChanged(listener: () => void): () => void
}
