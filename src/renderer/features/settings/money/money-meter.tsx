import * as messages from '../../../../shared/messages/en/spending.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'

interface MoneyMeterProps {
  /** Of the period. */
  readonly title: string
  readonly usd: number
  /** null = no limit. */
  readonly limitUsd: number | null
}

/** An amount, and its share of a limit. */
export function MoneyMeter({ title, usd, limitUsd }: MoneyMeterProps) {
  return (
    <div role="group" aria-label={title}>
      <h4>{title}</h4>
      <p className="team-amount">
        {formatMoney(usd)}{' '}
        {limitUsd !== null && (
          <span className="settings-note">{messages.ofLimit({ limit: formatMoney(limitUsd) })}</span>
        )}
      </p>
      {limitUsd !== null && <LimitMeter title={title} usd={usd} limitUsd={limitUsd} />}
    </div>
  )
}

/** The share of a limit, as a bar. */
export function LimitMeter({ title, usd, limitUsd }: MoneyMeterProps & { readonly limitUsd: number }) {
  return (
    <meter
      className="money-meter"
      min={0}
      max={limitUsd}
      high={limitUsd * 0.8}
      value={Math.min(usd, limitUsd)}
      aria-label={messages.shareOfLimit({ period: title })}
    />
  )
}
