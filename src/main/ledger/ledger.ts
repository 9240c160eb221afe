import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { Caps, DaySpan, LedgerEntry } from '../../shared/domain/ledger.ts'
import * as messages from '../../shared/messages/en/limits.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { localDay } from '../../shared/util/local-day.ts'
import type { Database } from '../database/index.ts'
import type { AttemptLedger } from '../jobs/attempt-ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { type AgentHolds, createAgentHolds } from './agent-holds.ts'
import { csvHeader, csvLine } from './ledger-csv.ts'
import { createSpendingLimits, daysNow, type SpendingLimits } from './spending-limits.ts'

/** The cost of every attempt, and the decision whether the limits allow the next one. */
export interface Ledger extends AttemptLedger, SpendingLimits, AgentHolds {
  /** Newest first. */
  list(filter: ParsedInput<'ledger.list'>): Promise<Output<'ledger.list'>>
  /** All entries of a span, newest first, page by page. */
  pages(span: DaySpan): AsyncIterable<readonly LedgerEntry[]>
  spend(input: ParsedInput<'ledger.spend'>): Promise<Output<'ledger.spend'>>
  totals(): Promise<Output<'ledger.totals'>>
  /** Writes a span as CSV, atomically. Returns the number of entries. @throws storage/* */
  writeCsv(path: string, span: DaySpan): Promise<number>
  /** Marks attempts that the previous program left pending and that have no job. Does not reject. */
  recover(): Promise<void>
  onChanged(listener: () => void): () => void
}

export interface LedgerOptions {
  readonly database: Pick<Database, 'call'>
  /** The current limits; null = they could not be read and have not been set again. */
  readonly caps: () => Caps | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
  /** What started the attempts of this program. */
  readonly startedBy: LedgerEntry['startedBy']
}

const lostMessage = messages.atelierQuitBeforeResult

export function createLedger({ database, caps, clock, logger, startedBy }: LedgerOptions): Ledger {
  // A failing listener must not prevent paid attempts from being recorded.
  const { on: onChanged, emit } = createEmitter((error) => logger.error('ledger.not-heard', { error }))

  async function changeEntry(id: number, change: Parameters<Ledger['note']>[1]): Promise<void> {
    try {
      if (await database.call('ledger.change', { id, change })) emit()
    } catch (thrown) {
      logger.error('ledger.not-saved', { id, outcome: change.outcome, error: thrown })
    }
  }

  return {
    async open(attempt) {
      const id = await database.call('ledger.open', {
        row: { startedBy, ...attempt, day: localDay(attempt.atMs) },
      })
      emit()
      return id
    },
    async redate(id, atMs) {
      if (await database.call('ledger.redate', { id, atMs, day: localDay(atMs) })) emit()
    },
    note: changeEntry,
    close: changeEntry,
    ...createSpendingLimits({ database, caps, clock, logger }),
    ...createAgentHolds({ database, clock, logger }),
    ...createLedgerReader({ database, clock }),
    findOpen: (callId) => database.call('ledger.findOpen', { callId }),
    async recover() {
      try {
        const lost = await database.call('ledger.markLost', { atMs: clock.nowMs(), message: lostMessage })
        if (lost > 0) emit()
      } catch (thrown) {
        logger.error('ledger.not-recovered', { error: thrown })
      }
    },
    onChanged,
  }
}

interface ReaderNeeds {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
}

/** Short enough not to delay other database queries noticeably. */
const pageEntries = 1_000

function createLedgerReader({
  database,
  clock,
}: ReaderNeeds): Pick<Ledger, 'list' | 'pages' | 'spend' | 'totals' | 'writeCsv'> {
  async function* pages(span: DaySpan): AsyncGenerator<readonly LedgerEntry[]> {
    let beforeId: number | null = null
    for (;;) {
      const entries: LedgerEntry[] = await database.call('ledger.list', {
        ...span,
        before: beforeId,
        limit: pageEntries,
      })
      const last = entries.at(-1)
      if (last === undefined) return
      yield entries
      beforeId = last.id
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
