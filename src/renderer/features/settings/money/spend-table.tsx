import type { CSSProperties, ReactNode } from 'react'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import type { SpendBar } from './spend-range.ts'

interface SpendTableProps<Row extends SpendBar> {
  /** What the rows are: the head of their column. */
  readonly caption: string
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => ReactNode
  /** With a bar behind each, against the dearest. */
  readonly isWeighed?: boolean
}

/** Money in numbers. Also what a chart says, for those who cannot see it. */
export function SpendTable<Row extends SpendBar>({ caption, rows, nameOf, isWeighed = false }: SpendTableProps<Row>) {
  const most = Math.max(...rows.map(({ usd, perhapsUsd }) => usd + perhapsUsd), 0)
  const share = ({ usd, perhapsUsd }: Row) =>
    ({ '--share': most === 0 ? 0 : (usd + perhapsUsd) / most }) as CSSProperties
  return (
    <table className="money-table">
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col">Billed</th>
          <th scope="col">Perhaps</th>
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
            <td>{formatMoney(row.usd)}</td>
            <td>{row.perhapsUsd > 0 ? formatMoney(row.perhapsUsd) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
