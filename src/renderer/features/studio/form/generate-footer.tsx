import { RefreshCw, Square } from 'lucide-react'
import { Fragment, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Output } from '../../../../shared/contract/index.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useServices } from '../../../client/index.ts'
import { formatUsd } from '../../../lib/models/price-labels.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Tip } from '../../../ui/menus/tip.tsx'
import { isLocal as runsHere, isUnderWay } from '../create-studio-store.ts'
import { LazyWhatIsSent } from '../deferred-parts.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { taskTexts } from '../tasks.ts'
import { useCards } from '../results/use-cards.ts'
import { selectEntry, selectPrice, type PlanState } from './create-planner.ts'
import type { GenerateState, ModelPick } from './derive-generate-state.ts'
import { MissingKey } from './models/model-section.tsx'
import { useGenerateState } from './generate-context.ts'
import { formatGenerateLabel, type Planned, priceNote } from './plan-messages.ts'

const isSame = (one: Ref, other: Ref) => one.provider === other.provider && one.model === other.model

/** Debounce: all models of all services are compared. */
const quietMs = 400

/**
 * What is sent, its price, and Generate: last, so that it stays under the pointer when something appears above it.
 */
export function GenerateFooter() {
  const { form: actions, planner } = useStudio()
  const form = useGenerateState()
  const planned = useStore(planner.store)
  const isSubmitting = useStudioState((state) => state.isSubmitting)
  const obstacles = isSubmitting ? [messages.sending] : obstaclesOf(form, planned)
  const isHere = form.runsHere && form.picks.length === 0
  const { text, tip } = formatGenerateLabel(runnableOf(form, planned))
  return (
    <div className="task-footer">
      <LazyWhatIsSent />
      <Failures />
      <div id="generate-disabled-reason" className="task-footer-obstacle">
        {obstacles.map((disabledReason) => (
          <p key={disabledReason}>{disabledReason}</p>
        ))}
        {form.choices.length === 1 && form.model !== null && <MissingKey pick={form.model} />}
      </div>
      <CancelAll />
      {isHere || <PriceNotes />}
      <FillAgain />
      <Tip text={isHere ? null : tip} className="generate-button">
        <Button
          variant="primary"
          size="large"
          aria-describedby="generate-disabled-reason"
          disabled={obstacles.length > 0}
          onClick={() => void actions.generate()}
        >
          {isHere ? <HereLabel /> : <Label text={text} />}
          <Kbd command="make.generate" />
        </Button>
      </Tip>
    </div>
  )
}

/** Wraps between the parts of the label only. */
function Label({ text }: { readonly text: string }) {
  const parts = text.split(' · ')
  return (
    <span>
      {parts.map((part, at) => (
        <Fragment key={part}>
          <span className="generate-button-part">{at === parts.length - 1 ? part : `${part} ·`}</span>{' '}
        </Fragment>
      ))}
    </span>
  )
}

/** Free, on this computer. */
function HereLabel() {
  const { task } = useGenerateState()
  return (
    <span>
      {taskTexts[task].label}
      <span aria-hidden="true"> · {messages.free}</span>
    </span>
  )
}

function ownDisabledReasons(planned: PlanState, { disabledReason, request }: ModelPick): readonly string[] {
  return disabledReason === null ? (selectEntry(planned, request)?.plan?.obstacles ?? []) : [disabledReason]
}

/** Why nothing can be sent. If some of the selected models can run, the rows of the others say why they cannot. */
function obstaclesOf(state: GenerateState, planned: PlanState): readonly string[] {
  if (state.disabledReason !== null) return [state.disabledReason]
  if (state.isLocal && state.localDisabledReason === null) return []
  if (state.isInpainting && state.inpaintingDisabledReason === null) return []
  const reasons = state.picks.map((pick) => ownDisabledReasons(planned, pick))
  return reasons.some((each) => each.length === 0) ? [] : (reasons[0] ?? [])
}

/** The models that will run. */
function runnableOf({ picks }: GenerateState, state: PlanState): readonly Planned[] {
  const runnable = picks.filter((pick) => ownDisabledReasons(state, pick).length === 0)
  return (runnable.length > 0 ? runnable : picks).map(({ request, provider, runs }) => ({
    plan: selectPrice(state, request),
    runs,
    images: runs * (request?.n ?? 1),
    hasFailed: (selectEntry(state, request)?.error ?? null) !== null,
    imageMs: provider.health.imageMs,
  }))
}

/** Requests that were not accepted. */
function Failures() {
  const { describeError } = useServices()
  const failures = useStudioState((state) => state.failures)
  const described = failures.map(({ who, error }) => {
    const { title, text } = describeError(error)
    return { title: who === null ? title : messages.failureOf({ model: who, title }), text }
  })
  // Identical failures are shown once.
  const different = [...new Map(described.map((each) => [`${each.title} ${each.text}`, each]))]
  return different.map(([key, { title, text }]) => (
    <div key={key} className="task-footer-error" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
    </div>
  ))
}

/** Cancels all jobs of this form. */
function CancelAll() {
  const { intents, client } = useServices()
  const { cards } = useCards()
  const running = cards.filter(isUnderWay)
  if (running.length === 0) return null
  const cancel = () =>
    client
      .call('queue.cancel', { callIds: [...new Set(running.map(({ callId }) => callId))] })
      .catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <Button icon={<Square size={12} />} onClick={() => void cancel()}>
      {running.length === 1 ? messages.cancel : messages.cancelAllCount({ count: running.length })}
      {running.every(runsHere) && <Kbd command="mask.cancel-fill" />}
    </Button>
  )
}

/** Fills again with a new seed. With a random seed, Generate does the same. */
function FillAgain() {
  const { actions } = useStudio()
  const isSeedFixed = useStudioState((state) => state.seedMode === 'fixed')
  const { isLocal, isInpainting, picks, task, localDisabledReason } = useGenerateState()
  const { cards } = useCards()
  const isHere = isLocal && !isInpainting && picks.length === 0 && task !== 'expand'
  const hasOne = cards.some((card) => card.operation === 'fill' && card.state === 'done')
  if (!isSeedFixed || !isHere || !hasOne || cards.some(isUnderWay) || localDisabledReason !== null) return null
  return (
    <Button icon={<RefreshCw size={14} />} onClick={() => void actions.fill('another')}>
      {messages.fillAgain}
    </Button>
  )
}

/** Above the button: what the price is based on, and a cheaper model. */
function PriceNotes() {
  const { planner } = useStudio()
  const { picks } = useGenerateState()
  const planned = useStore(planner.store)
  const note = priceNote(
    picks.map(({ request }) => ({
      estimate: selectPrice(planned, request)?.estimate ?? null,
    })),
  )
  const dearest = dearestOf(picks, planned)
  if (note === null && dearest === null) return null
  return (
    <div className="price-notes">
      {note !== null && <p>{note}</p>}
      {dearest !== null && <Cheaper key={dearest.key} pick={dearest} />}
    </div>
  )
}

/** The most expensive model. */
function dearestOf(picks: readonly ModelPick[], planned: PlanState): ModelPick | null {
  const priced = picks.flatMap((pick) => {
    const usd = selectPrice(planned, pick.request)?.estimate.usd ?? 0
    return usd > 0 && pick.disabledReason === null ? [{ pick, usd }] : []
  })
  return priced.toSorted((a, b) => b.usd - a.usd)[0]?.pick ?? null
}

function Cheaper({ pick }: { readonly pick: ModelPick }) {
  const { form } = useStudio()
  const { choices, picks } = useGenerateState()
  const found = useCheaper(pick.request)
  if (found === null || picks.some(({ ref }) => isSame(ref, found.ref))) return null
  const take = () => {
    // The other selected models stay.
    if (choices.length === 1) return form.chooseModel(found.ref)
    form.toggleModel(pick.ref)
    return form.toggleModel(found.ref)
  }
  return (
    <p>
      {messages.cheaperModel({
        model: found.label,
        price: formatUsd(found.usd),
        current: formatUsd(found.insteadOfUsd),
      })}{' '}
      <button type="button" className="generate-link" onClick={take}>
        {messages.switchModel}
      </button>
    </p>
  )
}

type Ref = GenerateState['picks'][number]['ref']

/** Whether there is a prompt matters for the price; its text does not. */
function withoutPrompt(request: PlanRequest): PlanRequest {
  const some = 'an image'
  return { ...request, prompt: some, negativePrompt: request.negativePrompt === null ? null : some }
}

/** Typing a prompt sends no new request. */
function useCheaper(request: PlanRequest | null): Output<'money.cheaper'> {
  const { client } = useServices()
  const [found, setFound] = useState<Output<'money.cheaper'>>(null)
  const text = request === null ? null : JSON.stringify(withoutPrompt(request))
  useEffect(() => {
    if (text === null) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client
        .call('money.cheaper', JSON.parse(text) as PlanRequest, { signal: abort.signal })
        .then(setFound)
        // Without a response there is no hint.
        .catch(() => !abort.signal.aborted && setFound(null))
    }, quietMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, text])
  return found
}
