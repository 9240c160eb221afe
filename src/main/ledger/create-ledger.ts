import type { Caps, LedgerEntry } from '../../shared/domain/ledger.ts'
import { localDay } from '../../shared/util/local-day.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { createAdmission } from './create-admission.ts'
import type { Ledger } from './ledger.ts'
import { createLedgerReader } from './read-ledger.ts'

export interface LedgerOptions {
  readonly database: Pick<Database, 'call'>
  /** The limits in force now; null = they could not be read, and nobody has set them again. */
  readonly caps: () => Caps | null
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
  /** Who starts what this program sends. */
  readonly startedBy: LedgerEntry['startedBy']
}

const lostWords = 'Atelier ended before it was known how this went. It may have been billed: it is not sent again.'

export function createLedger({ database, caps, clock, logger, startedBy }: LedgerOptions): Ledger {
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) {
      try {
        listener()
      } catch (thrown) {
        // A listener's trouble must not keep what is paid for from being noted.
        logger.error('ledger.not-heard', { error: thrown })
      }
    }
  }

  async function changeEntry(id: number, change: Parameters<Ledger['note']>[1]): Promise<void> {
    try {
      if (await database.call('ledger.change', { id, change })) tell()
    } catch (thrown) {
      logger.error('ledger.not-saved', { id, outcome: change.outcome, error: thrown })
    }
  }

  return {
    async open(attempt) {
      const id = await database.call('ledger.open', { row: { ...attempt, day: localDay(attempt.atMs), startedBy } })
      tell()
      return id
    },
    note: changeEntry,
    close: changeEntry,
    ...createAdmission({ database, caps, clock, logger }),
    ...createLedgerReader({ database, clock }),
    findOpen: (callId) => database.call('ledger.findOpen', { callId }),
    async recover() {
      try {
        const lost = await database.call('ledger.markLost', { atMs: clock.nowMs(), words: lostWords })
        if (lost > 0) tell()
      } catch (thrown) {
        logger.error('ledger.not-recovered', { error: thrown })
      }
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
