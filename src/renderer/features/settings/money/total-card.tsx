import type { SpendRow } from '../../../../shared/domain/ledger.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { formatCount } from '../../../lib/format.ts'
import { besidesWords } from './money-words.ts'

interface TotalCardProps {
  readonly title: string
  readonly row: SpendRow | null
  /** null = there is none. */
  readonly limitUsd: number | null
}

/** What a day or a month has cost so far, against its limit. */
export function TotalCard({ title, row, limitUsd }: TotalCardProps) {
  const committed = row === null ? 0 : row.usd + row.perhapsUsd
  const besides = row === null ? null : besidesWords(row)
  return (
    <section className="settings-card money-total" aria-label={title}>
      <h3>{title}</h3>
      <p className="money-amount">{row === null ? '–' : formatMoney(row.usd)}</p>
      {limitUsd !== null && (
        <>
          <meter
            className="money-meter"
            min={0}
            max={limitUsd}
            high={limitUsd * 0.8}
            value={Math.min(committed, limitUsd)}
            aria-label={`${title}, of the limit`}
          />
          <p className="settings-note">of {formatMoney(limitUsd)}</p>
        </>
      )}
      {besides && <p className="settings-note">{besides}</p>}
      <p className="settings-note">
        {row === null ? '' : `${formatCount(row.attempts, 'attempt')}, ${formatCount(row.pictures, 'image')}`}
      </p>
    </section>
  )
}
