import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../../shared/contract/index.ts'
import type { DaySpan, LedgerEntry, SpendRow } from '../../../shared/domain/ledger.ts'
import { throttle } from '../../../shared/util/debounce.ts'
import { localDay } from '../../../shared/util/local-day.ts'
import { createLatestRequest } from '../../lib/create-latest-request.ts'
import type { Client } from '../client.ts'

export interface LedgerFilter {
  readonly provider: string | null
  readonly outcome: LedgerEntry['outcome'] | null
  readonly billed: LedgerEntry['billed'] | null
}

/** Spending in one span of days. */
export interface Spend {
  readonly days: readonly SpendRow[]
  readonly providers: readonly SpendRow[]
  readonly models: readonly SpendRow[]
}

export interface LedgerState {
  readonly span: DaySpan
  readonly filter: LedgerFilter
  /** Each null until loaded. */
  readonly totals: Output<'ledger.totals'> | null
  readonly spend: Spend | null
  readonly entries: readonly LedgerEntry[] | null
  /** Whether `entries` is complete for this span and filter. */
  readonly isAll: boolean
  readonly error: unknown
}

/** Spending, loaded while it is watched. */
export interface LedgerStore {
  readonly store: StoreApi<LedgerState>
  /** Loads and stays up to date until the returned function is called. */
  watch(): () => void
  showSpan(span: DaySpan): void
  showOnly(change: Partial<LedgerFilter>): void
  loadMore(): Promise<void>
  /** Null if the dialog was canceled. Rejects if it could not be written. */
  saveCsv(): Promise<Output<'ledger.saveCsv'>>
}

const pageEntries = 100
/** Maximum per response. */
const pageEntriesMax = 500
/** A run of many images causes many events: reloads after a short pause. */
const pauseMs = 300
const dayLookMs = 20_000

export function createLedgerStore(client: Client): LedgerStore {
  const store = createStore<LedgerState>(() => ({
    span: { sinceDay: null, untilDay: null },
    filter: { provider: null, outcome: null, billed: null },
    totals: null,
    spend: null,
    entries: null,
    isAll: false,
    error: null,
  }))
  let watchers = 0
  const latest = createLatestRequest({
    request: (read: () => Promise<Partial<LedgerState>>) => read(),
    onResult: (state) => store.setState({ ...state, error: null }),
    onError: (error) => store.setState({ error }),
  })
  const { readAll, readPage } = createReader(client, store)
  const load = () => void latest.send(readAll)

  const loadLater = throttle(() => watchers > 0 && load(), pauseMs)
  client.on('ledger.changed', () => watchers > 0 && loadLater())

  return {
    store,
    watch() {
      watchers++
      load()
      const stop = onNewDay(load)
      return () => {
        watchers--
        stop()
      }
    },
    showSpan(span) {
      store.setState({ span, entries: null })
      load()
    },
    showOnly(change) {
      store.setState((state) => ({ filter: { ...state.filter, ...change }, entries: null }))
      load()
    },
    async loadMore() {
      const { entries, isAll } = store.getState()
      const last = entries?.at(-1)
      if (last === undefined || isAll) return
      await latest.send(async () => {
        const page = await readPage(last.id, pageEntries)
        return { entries: [...(entries ?? []), ...page.entries], isAll: page.isAll }
      })
    },
    saveCsv: () => client.call('ledger.saveCsv', store.getState().span),
  }
}

/** Midnight, a clock that was set, or another time zone: what was spent today is another sum. */
function onNewDay(listener: () => void): () => void {
  let day = localDay(Date.now())
  const timer = setInterval(() => {
    const today = localDay(Date.now())
    if (today === day) return
    day = today
    listener()
  }, dayLookMs)
  return () => clearInterval(timer)
}

/** Loads what the store shows. */
function createReader(client: Client, store: StoreApi<LedgerState>) {
  async function readSpend(): Promise<Spend> {
    const { span } = store.getState()
    const by = (dimension: 'day' | 'provider' | 'model') => client.call('ledger.spend', { ...span, by: dimension })
    const [days, providers, models] = await Promise.all([by('day'), by('provider'), by('model')])
    return { days, providers, models }
  }
  function readPage(before: number | null, limit: number): Promise<Output<'ledger.list'>> {
    const { span, filter } = store.getState()
    return client.call('ledger.list', { ...span, ...filter, before, limit })
  }
  /** Reloads as many as are shown, so that the list does not jump while it is read. */
  async function readFirst(count: number): Promise<Output<'ledger.list'>> {
    const entries: LedgerEntry[] = []
    for (;;) {
      const page = await readPage(entries.at(-1)?.id ?? null, Math.min(pageEntriesMax, count - entries.length))
      entries.push(...page.entries)
      if (page.isAll || entries.length >= count) return { entries, isAll: page.isAll }
    }
  }
  return {
    readPage,
    async readAll(): Promise<Partial<LedgerState>> {
      const shown = Math.max(pageEntries, store.getState().entries?.length ?? 0)
      const all = [client.call('ledger.totals', {}), readSpend(), readFirst(shown)] as const
      const [totals, spend, page] = await Promise.all(all)
      return { totals, spend, ...page }
    },
  }
}
