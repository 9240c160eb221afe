import type { DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { daysNow } from './days-now.ts'
import { csvHeader, csvLine } from './ledger-csv.ts'
import type { Ledger } from './ledger.ts'

interface ReaderNeeds {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
}

/** Short enough that whoever else asks the database does not notice. */
const pageEntries = 1_000

export function createLedgerReader({
  database,
  clock,
}: ReaderNeeds): Pick<Ledger, 'list' | 'pages' | 'spend' | 'totals' | 'writeCsv'> {
  async function* pages(span: DaySpan): AsyncGenerator<readonly LedgerEntry[]> {
    let before: number | null = null
    for (;;) {
      const entries: LedgerEntry[] = await database.call('ledger.list', { ...span, before, limit: pageEntries })
      const last = entries.at(-1)
      if (last === undefined) return
      yield entries
      before = last.id
    }
  }

  return {
    pages,
    async list({ limit, ...filter }) {
      const entries = await database.call('ledger.list', { ...filter, limit: limit + 1 })
      return { entries: entries.slice(0, limit), isAll: entries.length <= limit }
    },
    spend: (input) => database.call('ledger.spend', input),
    async totals() {
      const { day, firstOfMonth, lastOfMonth } = daysNow(clock)
      const [today, month] = await Promise.all([
        database.call('ledger.total', { key: day, sinceDay: day, untilDay: day }),
        database.call('ledger.total', { key: day.slice(0, 7), sinceDay: firstOfMonth, untilDay: lastOfMonth }),
      ])
      return { today, month }
    },
    async writeCsv(path, span) {
      const lines = [csvHeader]
      for await (const entries of pages(span)) lines.push(...entries.map(csvLine))
      await writeFileAtomic(path, `${lines.join('\r\n')}\r\n`)
      return lines.length - 1
    },
  }
}
