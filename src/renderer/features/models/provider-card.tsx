import { Gauge } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { CheckOutcome, ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { colon } from '../../../shared/messages/formats.ts'
import { useCountdown, useServices } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { formatNumber, formatSeconds } from '../../lib/format.ts'
import { describeHealth, leastShownMs } from '../../lib/models/provider-health.ts'
import { formatUsd } from '../../lib/models/price-labels.ts'
import { privacyNote } from '../../lib/models/privacy-note.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { LockNote } from '../../ui/fields/locked-fields.tsx'
import { SwitchField } from '../../ui/fields/switch-field.tsx'
import type { Listing } from './filter-providers.ts'
import { KeyField } from './key-field.tsx'
import { ModelList } from './model-list.tsx'
import { useModels, useModelsState } from './models-context.ts'
import './provider-card.css'
import { ProviderSettingsForm } from './provider-settings.tsx'
import { TaskProblem, useBusyTask } from './use-busy-task.tsx'

export function ProviderCard({ listing }: { readonly listing: Listing }) {
  const { provider } = listing
  const card = useWanted(provider)
  return (
    <article
      ref={card}
      className={classNames('provider-card', !provider.isEnabled && 'provider-card-off')}
      aria-label={provider.label}
    >
      <header>
        <h2>{provider.label}</h2>
        <HealthLabel provider={provider} />
      </header>
      <PrivacyLine provider={provider} />
      <KeyAndTest provider={provider} />
      <ModelList listing={listing} />
      <CardFooter provider={provider} />
    </article>
  )
}

const fields = { key: 'input[type=password]', address: 'input[inputmode=url]' } as const

/** Scrolls a requested provider's card into view and focuses the requested field. */
function useWanted({ id }: ProviderView): React.RefObject<HTMLElement | null> {
  const store = useModels()
  const card = useRef<HTMLElement>(null)
  const wantedField = useModelsState((state) => (state.wanted?.id === id ? state.wanted.field : null))
  useEffect(() => {
    if (wantedField === null) return
    const field = card.current?.querySelector<HTMLInputElement>(fields[wantedField])
    const fold = field?.closest('details')
    if (fold) fold.open = true
    // Scrolls no further than needed: the window itself would scroll along.
    card.current?.scrollIntoView({ block: 'nearest' })
    if (field) keepInView(field)
    field?.focus({ preventScroll: true })
    if (wantedField === 'address') field?.select()
    store.setState({ wanted: null })
  }, [store, wantedField])
  return card
}

const settledMs = 3_000

/** Cards above may grow while loading: scrolls back into view until then. */
function keepInView(field: HTMLElement): void {
  const show = () => field.scrollIntoView({ block: 'nearest' })
  show()
  const watch = new ResizeObserver(show)
  for (const card of field.closest('.models-grid')?.children ?? []) watch.observe(card)
  setTimeout(() => watch.disconnect(), settledMs)
}

function HealthLabel({ provider }: { readonly provider: ProviderView }) {
  const secondsLeft = useCountdown(provider.health.limitedUntilMs)
  const { text, tone } = describeHealth(provider, secondsLeft)
  return (
    <p className="health" data-tone={tone} role="status" aria-label={`${provider.label}${colon}${text}`}>
      <span className="health-dot" aria-hidden="true" />
      {text}
    </p>
  )
}

function PrivacyLine({ provider }: { readonly provider: ProviderView }) {
  const { host, text } = privacyNote(provider)
  return (
    <p className="provider-privacy">
      {host !== null && <span className="selectable">{`${host}${colon}`}</span>}
      {text}
    </p>
  )
}

function KeyAndTest({ provider }: { readonly provider: ProviderView }) {
  const { providers } = useServices()
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null)
  const task = useBusyTask()
  const { key, health } = provider
  const test = async () => {
    setOutcome(null)
    setOutcome(await providers.test(provider.id))
  }
  const isMissing = key.need === 'required' && key.source === null
  return (
    <div className="provider-access">
      <div className="provider-access-row">
        {key.need === 'none' ? (
          <p className="provider-keyless">{messages.noApiKeyNeeded}</p>
        ) : (
          <KeyField provider={provider} onSaved={() => void task.run(test)} />
        )}
        <Button
          disabled={task.isRunning || isMissing || !provider.isEnabled}
          aria-label={messages.testService({ service: provider.label })}
          title={messages.testHint}
          onClick={() => void task.run(test)}
        >
          {task.isRunning ? messages.testing : messages.test}
        </Button>
      </div>
      {outcome !== null && <ProviderTestOutcome outcome={outcome} />}
      {/* The current problem, unless the test has just reported it; the service's own message if it responded. */}
      {outcome === null && health.note !== null && (
        <p className="provider-note">{health.state === 'down' ? health.note : `“${health.note}”`}</p>
      )}
      <TaskProblem error={task.error} />
      {health.balance !== null && (
        <p className="provider-balance">
          <Gauge size={13} aria-hidden="true" /> {formatBalance(health.balance)}
        </p>
      )}
    </div>
  )
}

/** Result of the free test. */
export function ProviderTestOutcome({ outcome }: { readonly outcome: CheckOutcome }) {
  return (
    <p className="provider-outcome" data-ok={outcome.isOk} role="status">
      {outcome.message}
      {outcome.isOk && outcome.latencyMs >= leastShownMs && ` · ${formatSeconds(outcome.latencyMs)}`}
    </p>
  )
}

function formatBalance({ amount, unit }: NonNullable<ProviderView['health']['balance']>): string {
  if (unit.toUpperCase() === 'USD') return messages.balance({ amount: amount === 0 ? '$0.00' : formatUsd(amount) })
  return messages.balanceIn({ amount: formatNumber(amount), unit })
}

/** On/off switch and settings. */
export function CardFooter({ provider }: { readonly provider: ProviderView }) {
  const { providers } = useServices()
  const task = useBusyTask()
  const lock = provider.decidedElsewhere.isEnabled
  return (
    <footer className="provider-footer">
      <SwitchField
        label={messages.enabled}
        isOn={provider.isEnabled}
        isDisabled={lock !== undefined || task.isRunning}
        name={messages.enableService({ service: provider.label })}
        onChange={(isEnabled) => void task.run(() => providers.configure(provider.id, { isEnabled }))}
      />
      <Disclosure title={messages.settings}>
        <LockNote by={lock ?? null} />
        <ProviderSettingsForm provider={provider} />
      </Disclosure>
      <TaskProblem error={task.error} />
    </footer>
  )
}
