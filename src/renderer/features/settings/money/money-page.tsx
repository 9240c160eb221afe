import { FileDown, ReceiptText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { localDay } from '../../../../shared/util/local-day.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SegmentedControl } from '../../../ui/segmented-control.tsx'
import { formatCount } from '../../../lib/format.ts'
import { AttemptsCard } from './attempts-card.tsx'
import { BalanceCard } from './balance-card.tsx'
import { CapsCard } from './caps-card.tsx'
import './money.css'
import { SpendCard } from './spend-card.tsx'
import { spanOf, spendRanges, type SpendRange } from './spend-range.ts'
import { TotalCard } from './total-card.tsx'

/** What was spent, and the limits. */
export function MoneyPage() {
  const { ledger, describeError } = useServices()
  const [range, setRange] = useState<SpendRange>('days-30')
  const error = useStore(ledger.store, (state) => state.error)
  const entries = useStore(ledger.store, (state) => state.entries)
  const totals = useStore(ledger.store, (state) => state.totals)
  const spend = useStore(ledger.store, (state) => state.spend)
  const caps = useSettings((each) => each.caps)
  const [openedOn] = useState(() => localDay(Date.now()))
  // The page may stay open past midnight.
  const today = totals?.today.key ?? openedOn
  useEffect(() => {
    ledger.showSpan(spanOf(range, today))
  }, [ledger, range, today])
  useEffect(() => ledger.watch(), [ledger])

  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">Money</h2>
        <SegmentedControl label="Shown" isLabelHidden options={spendRanges} value={range} onChange={setRange} />
        <SaveButton />
      </header>
      <div className="settings-scroll money">
        {error !== null && (
          <p className="money-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
        <div className="money-totals">
          <TotalCard title="Today" row={totals?.today ?? null} limitUsd={caps.perDayUsd} />
          <TotalCard title="This month" row={totals?.month ?? null} limitUsd={caps.perMonthUsd} />
          <BalanceCard />
        </div>
        <CapsCard />
        {spend !== null && spend.days.length > 0 && <SpendCard spend={spend} today={today} />}
        {spend !== null && spend.days.length === 0 ? <NothingYet range={range} /> : entries && <AttemptsCard />}
      </div>
    </section>
  )
}

function NothingYet({ range }: { readonly range: SpendRange }) {
  const what =
    'Every request to a service is listed here before it is sent, with what it was expected to cost and what it did ' +
    'cost. What runs on this computer is free.'
  return range === 'all' ? (
    <EmptyState icon={<ReceiptText size={28} />} title="Nothing has been spent yet" text={what} />
  ) : (
    <EmptyState
      icon={<ReceiptText size={28} />}
      title="Nothing was spent in this time"
      text={`${what} Choose a longer time above to see what was before.`}
    />
  )
}

function SaveButton() {
  const { ledger, intents, client } = useServices()
  async function save(): Promise<void> {
    try {
      const saved = await ledger.saveCsv()
      if (saved === null) return
      const show = { label: 'Show', run: () => client.call('exports.reveal', { file: saved.file }) }
      const text = `${formatCount(saved.rows, 'attempt')} saved.`
      intents.send({ do: 'notify', notice: { level: 'done', text, action: show } })
    } catch (error) {
      intents.send({ do: 'report', error })
    }
  }
  return (
    <Button look="quiet" icon={<FileDown size={16} aria-hidden="true" />} onClick={() => void save()}>
      Save as CSV…
    </Button>
  )
}
