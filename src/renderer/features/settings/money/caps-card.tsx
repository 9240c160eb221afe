import type { Caps } from '../../../../shared/domain/ledger.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { PillChoice, type PillOption } from '../../../ui/pill-choice.tsx'
import { AmountField } from '../amount-field.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'

const reactions: readonly PillOption<Caps['onOver']>[] = [
  { value: 'ask', label: messages.askMe },
  { value: 'stop', label: messages.sendNothing },
]

/** Spending limits, one field each; empty = none. */
export function CapsCard() {
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
