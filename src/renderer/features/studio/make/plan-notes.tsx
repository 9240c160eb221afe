import { useStore } from 'zustand'
import { formatSize } from '../../../lib/format.ts'
import { useStudio } from '../studio-context.ts'
import { selectPrice } from './create-planner.ts'
import { useMakeState } from './make-context.ts'
import { isMild } from './plan-words.ts'

/** What the model will do otherwise than asked, said before the click. */
export function PlanNotes() {
  const { planner } = useStudio()
  const { request, hasMask } = useMakeState()
  const plan = useStore(planner.store, (state) => selectPrice(state, request))
  if (plan === null) return null
  return (
    <ul className="plan-notes" aria-label="Otherwise than asked">
      {plan.warnings.map((warning) => (
        <li key={warning.code} data-mild={isMild(warning)}>
          {warning.message}
        </li>
      ))}
      {plan.size !== null && !hasMask && <li data-mild="true">Comes back as {formatSize(plan.size)}.</li>}
    </ul>
  )
}
