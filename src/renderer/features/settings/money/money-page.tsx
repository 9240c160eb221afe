import { FileDown, ReceiptText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SpendRow, Caps } from '../../../../shared/domain/ledger.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { localDay } from '../../../../shared/util/local-day.ts'
import { useProviders, useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { AttemptsCard } from './attempts-card.tsx'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { PillChoice, type PillOption } from '../../../ui/fields/pill-choice.tsx'
import { AmountField } from '../amount-field.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'
import { DefaultModelsCard } from './default-models-card.tsx'
import './money.css'
import { formatBesides } from './money-labels.ts'
import { SpendCard } from './spend-card.tsx'
import { spanOf, spendRanges, type SpendRange } from './spend-range.ts'

/** Spending and limits. */
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
        <h2 id="settings-title">{messages.money}</h2>
        <SegmentedControl
          label={messages.period}
          isLabelHidden
          options={spendRanges}
          value={range}
          onChange={setRange}
        />
        <SaveButton />
      </header>
      <div className="settings-scroll money">
        {error !== null && (
          <p className="money-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
        <div className="money-totals">
          <TotalCard title={messages.today} row={totals?.today ?? null} limitUsd={caps.perDayUsd} />
          <TotalCard title={messages.thisMonth} row={totals?.month ?? null} limitUsd={caps.perMonthUsd} />
          <BalanceCard />
        </div>
        <CapsCard />
        <DefaultModelsCard />
        {spend !== null && spend.days.length > 0 && <SpendCard spend={spend} today={today} />}
        {spend !== null && spend.days.length === 0 ? <NothingYet range={range} /> : entries && <AttemptsCard />}
      </div>
    </section>
  )
}

function NothingYet({ range }: { readonly range: SpendRange }) {
  return range === 'all' ? (
    <EmptyState icon={<ReceiptText size={28} />} title={messages.noSpendingYet} text={messages.spendingHint} />
  ) : (
    <EmptyState
      icon={<ReceiptText size={28} />}
      title={messages.noSpendingInPeriod}
      text={messages.noSpendingInPeriodHint}
    />
  )
}

function SaveButton() {
  const { ledger, intents, client } = useServices()
  async function save(): Promise<void> {
    try {
      const saved = await ledger.saveCsv()
      if (saved === null) return
      const show = { label: messages.show, run: () => client.call('exports.reveal', { file: saved.file }) }
      const text = messages.requestsSaved({ count: saved.rows })
      intents.send({ type: 'notify', notice: { level: 'done', text, action: show } })
    } catch (error) {
      intents.send({ type: 'report', error })
    }
  }
  return (
    <Button variant="quiet" icon={<FileDown size={16} aria-hidden="true" />} onClick={() => void save()}>
      {messages.saveAsCsv}
    </Button>
  )
}

/** Remaining balance of services that report it. */
function BalanceCard() {
  const balances = useProviders().flatMap((view) => {
    const { balance } = view.health
    return balance === null ? [] : [{ view, text: formatBalance(balance) }]
  })
  if (balances.length === 0) return null
  return (
    <section className="settings-card money-total" aria-label={messages.accountBalances}>
      <h3>{messages.accountBalances}</h3>
      <dl className="money-balances">
        {balances.map(({ view, text }) => (
          <div key={view.id}>
            <dt>{view.label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="settings-note">{messages.accountBalancesHint}</p>
    </section>
  )
}

function formatBalance({ amount, unit }: NonNullable<ProviderView['health']['balance']>): string {
  return unit.toUpperCase() === 'USD' ? formatMoney(amount) : `${formatNumber(amount)} ${unit}`
}

interface TotalCardProps {
  readonly title: string
  readonly row: SpendRow | null
  /** null = no limit. */
  readonly limitUsd: number | null
}

/** Spending for a day or month so far, against its limit. */
function TotalCard({ title, row, limitUsd }: TotalCardProps) {
  const committed = row === null ? 0 : row.usd + row.perhapsUsd
  const besides = row === null ? null : formatBesides(row)
  return (
    <section className="settings-card money-total" aria-label={title}>
      <h3>{title}</h3>
      <p className="money-amount">
        {row === null ? '–' : row.usd === 0 && row.unpriced > 0 ? messages.unknownCost : formatMoney(row.usd)}
      </p>
      {limitUsd !== null && (
        <>
          <meter
            className="money-meter"
            min={0}
            max={limitUsd}
            high={limitUsd * 0.8}
            value={Math.min(committed, limitUsd)}
            aria-label={messages.shareOfLimit({ period: title })}
          />
          <p className="settings-note">{messages.ofLimit({ limit: formatMoney(limitUsd) })}</p>
        </>
      )}
      {besides && <p className="settings-note">{besides}</p>}
      <p className="settings-note">
        {row === null ? '' : messages.requestsAndImages({ requests: row.attempts, images: row.pictures })}
      </p>
    </section>
  )
}

const reactions: readonly PillOption<Caps['onOver']>[] = [
  { value: 'ask', label: messages.askMe },
  { value: 'stop', label: messages.sendNothing },
]

/** Spending limits, one field each; empty = none. */
function CapsCard() {
  const { caps, setCaps } = useCaps()
  const change = (part: Partial<Caps>) => setCaps({ ...caps, ...part })
  return (
    <section className="settings-card" aria-label={messages.limits}>
      <h3>{messages.limits}</h3>
      <UnreadLimits />
      <div className="money-caps">
        <FileFields name="settings.spending_limits.per_run_usd">
          <AmountField
            label={messages.perRunField}
            value={caps.perRunUsd}
            onChange={(perRunUsd) => change({ perRunUsd })}
          />
        </FileFields>
        <FileFields name="settings.spending_limits.per_day_usd">
          <AmountField
            label={messages.perDayField}
            value={caps.perDayUsd}
            onChange={(perDayUsd) => change({ perDayUsd })}
          />
        </FileFields>
        <FileFields name="settings.spending_limits.per_month_usd">
          <AmountField
            label={messages.perMonthField}
            value={caps.perMonthUsd}
            onChange={(perMonthUsd) => change({ perMonthUsd })}
          />
        </FileFields>
        <FileFields name="settings.spending_limits.over_limit">
          <PillChoice
            label={messages.ifRunExceedsLimit}
            options={reactions}
            value={caps.onOver}
            onChange={(onOver) => change({ onOver })}
          />
        </FileFields>
      </div>
      <p className="settings-note">{messages.limitsHint}</p>
      <SetInFile name="settings.spending_limits" />
    </section>
  )
}

/** Main changes the limits, and asks before raising them. */
function useCaps() {
  const { client, intents } = useServices()
  const caps = useSettings((each) => each.caps)
  const report = (error: unknown) => {
    if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
  }
  return {
    caps,
    setCaps: (next: Caps, { isResuming } = { isResuming: false }) =>
      void client.call('money.setCaps', { caps: next, isResuming }).catch(report),
  }
}

/** Paid requests stay blocked until the user has reviewed the fields. */
function UnreadLimits() {
  const { caps, setCaps } = useCaps()
  const problem = useSettings((each) => each.capsProblem)
  if (problem === null) return null
  return (
    <div className="money-unread" role="alert">
      <p>
        {messages.limitsUnreadable}
        {problem.copy !== null && <small>{messages.oldSettingsCopy({ file: problem.copy })}</small>}
      </p>
      <Button variant="primary" onClick={() => setCaps(caps, { isResuming: true })}>
        {messages.confirmLimits}
      </Button>
    </div>
  )
}
