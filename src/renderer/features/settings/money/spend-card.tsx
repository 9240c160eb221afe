import { useMemo, useState, type CSSProperties, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { SpendRow } from '../../../../shared/domain/ledger.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { useFoundModel, useDeveloperName, useServices, type Spend } from '../../../client/index.ts'
import { ModelName } from '../../../ui/model-name.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SpendChart } from './spend-chart.tsx'
import { formatSpent, formatSpentTotal } from './money-labels.ts'
import { barName, isSpent, toBars, type SpendBar } from './spend-range.ts'

const views = [
  { value: 'chart', label: messages.chart },
  { value: 'table', label: messages.table },
] as const

/** Spending by day, service, and model in the selected period. */
export function SpendCard({ spend, today }: { readonly spend: Spend; readonly today: string }) {
  const { ledger } = useServices()
  const nameOf = useDeveloperName()
  const span = useStore(ledger.store, (state) => state.span)
  const [view, setView] = useState<(typeof views)[number]['value']>('chart')
  const bars = useMemo(() => toBars(spend.days, span, today), [spend.days, span, today])
  const isByMonth = bars[0]?.key.length === 7
  const providerName = ({ key }: SpendRow) => nameOf(key, null).model
  return (
    <section className="settings-card" aria-label={messages.spending}>
      <div className="money-row">
        <h3>{isByMonth ? messages.byMonth : messages.byDay}</h3>
        <SegmentedControl label={messages.view} isLabelHidden options={views} value={view} onChange={setView} />
      </div>
      {view === 'chart' ? (
        <SpendChart bars={bars} />
      ) : (
        <SpendTable
          caption={isByMonth ? messages.month : messages.day}
          rows={bars.filter(isSpent).toReversed()}
          nameOf={barDate}
        />
      )}
      <div className="money-breakdowns">
        <SpendTable caption={messages.service} rows={spend.providers} nameOf={providerName} isWeighed />
        <SpendTable caption={messages.model} rows={spend.models} nameOf={modelName} isWeighed />
      </div>
      <p className="settings-note">{formatSpentTotal(spend.providers)}</p>
    </section>
  )
}

function SpentModel({ row: { key } }: { readonly row: SpendRow }) {
  const nameOf = useDeveloperName()
  const [provider = '', ...rest] = key.split('/')
  const model = rest.join('/')
  const found = useFoundModel(provider, model)
  const name = nameOf(provider, model)
  return (
    <>
      <ModelName found={found} name={name.model} />
      {name.provider !== null && ` · ${name.provider}`}
    </>
  )
}

const modelName = (row: SpendRow) => <SpentModel row={row} />
const barDate = ({ key }: SpendBar) => (key.length === 7 ? barName(key) : `${barName(key)} ${key.slice(0, 4)}`)

interface SpendTableProps<Row extends SpendBar> {
  /** Header of the row label column. */
  readonly caption: string
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => ReactNode
  /** Shows a bar behind each row, relative to the most expensive. */
  readonly isWeighed?: boolean
}

/** Amounts as a table; also the chart's accessible alternative. */
function SpendTable<Row extends SpendBar>({ caption, rows, nameOf, isWeighed = false }: SpendTableProps<Row>) {
  const most = Math.max(...rows.map(({ usd, perhapsUsd }) => usd + perhapsUsd), 0)
  const share = ({ usd, perhapsUsd }: Row) =>
    ({ '--share': most === 0 ? 0 : (usd + perhapsUsd) / most }) as CSSProperties
  return (
    <table className="money-table">
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col">{messages.billed}</th>
          <th scope="col">{messages.possiblyBilled}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.key}
            className={isWeighed ? 'money-weighed' : undefined}
            style={isWeighed ? share(row) : undefined}
          >
            <th scope="row">{nameOf(row)}</th>
            <td>{formatSpent(row)}</td>
            <td>{row.perhapsUsd > 0 ? formatMoney(row.perhapsUsd) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
