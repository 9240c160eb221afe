import type { ProviderView } from '../../../../shared/domain/provider.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { useProviders } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'

/** What is left on the accounts of the services that tell. */
export function BalanceCard() {
  const told = useProviders().flatMap((view) => {
    const { balance } = view.health
    return balance === null ? [] : [{ view, text: balanceWords(balance) }]
  })
  if (told.length === 0) return null
  return (
    <section className="settings-card money-total" aria-label="Left on your accounts">
      <h3>Left on your accounts</h3>
      <dl className="money-balances">
        {told.map(({ view, text }) => (
          <div key={view.id}>
            <dt>{view.label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="settings-note">As each service said last. Most do not tell.</p>
    </section>
  )
}

function balanceWords({ amount, unit }: NonNullable<ProviderView['health']['balance']>): string {
  return unit.toUpperCase() === 'USD' ? formatMoney(amount) : `${formatNumber(amount)} ${unit}`
}
