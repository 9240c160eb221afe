import type { GridPlan } from '../../../../shared/domain/grid.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'

/** What is skipped, what models ignore, and what the limits say. */
export function PlanSummary({ plan }: { readonly plan: GridPlan }) {
  const skipped = plan.skipped.reduce((sum, { cells }) => sum + cells.length, 0)
  return (
    <div className="grid-plan">
      {plan.admission.reasons.map((reason) => (
        <p key={reason} className="grid-plan-limit">
          {reason}
        </p>
      ))}
      {plan.unpriced > 0 && <p className="grid-hint">{messages.unpriced({ count: plan.unpriced })}</p>}
      {skipped > 0 && (
        <Disclosure title={messages.skippedCount({ count: skipped })} isOpen>
          <ul>
            {plan.skipped.map(({ reason, cells }) => (
              <li key={reason}>{messages.skippedReason({ count: cells.length, reason })}</li>
            ))}
          </ul>
        </Disclosure>
      )}
      {plan.warnings.length > 0 && (
        <Disclosure title={messages.warnings({ count: plan.warnings.length })} isOpen={plan.warnings.length < 4}>
          <ul>
            {plan.warnings.map(({ model, message }) => (
              <li key={`${model} ${message}`}>{messages.warningOf({ model, text: message })}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  )
}

/** "$1.44", "$1.44 or more", "free". */
export function formatPlanPrice({ usd, unpriced, cells }: Pick<GridPlan, 'usd' | 'unpriced' | 'cells'>): string {
  if (unpriced === 0) return formatUsd(usd)
  return unpriced === cells ? messages.priceUnknown : messages.atLeast({ price: formatUsd(usd) })
}

/** "12 images · $0.48". */
export function formatMake(plan: GridPlan): string {
  return messages.makeButton({ images: messages.imageCount({ count: plan.cells }), price: formatPlanPrice(plan) })
}
