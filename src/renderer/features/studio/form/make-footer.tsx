import { RefreshCw, Square } from 'lucide-react'
import { Fragment } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Tip } from '../../../ui/tip.tsx'
import { isLocal as runsHere, isUnderWay } from '../create-studio-store.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { taskTexts } from '../tasks.ts'
import { useCards } from '../use-cards.ts'
import { selectEntry, selectPrice, type PlanState } from './create-planner.ts'
import type { Make, ModelPick } from './derive-make.ts'
import { MissingKey } from './engine-section.tsx'
import { useMakeState } from './make-context.ts'
import { formatGenerateLabel, type Planned } from './plan-messages.ts'
import { PriceNotes } from './price-notes.tsx'
import { WhatIsSent } from './what-is-sent.tsx'

/**
 * What is sent, its price, and Generate: last, so that it stays under the pointer when something appears above it.
 */
export function MakeFooter() {
  const { make: actions, planner } = useStudio()
  const make = useMakeState()
  const planned = useStore(planner.store)
  const isSubmitting = useStudioState((state) => state.isSubmitting)
  const obstacles = isSubmitting ? [messages.sending] : obstaclesOf(make, planned)
  const isHere = make.isLocal && make.picks.length === 0
  const { text, tip } = formatGenerateLabel(goingOf(make, planned))
  return (
    <div className="task-footer">
      <WhatIsSent />
      <Failures />
      <div id="make-obstacle" className="task-footer-obstacle">
        {obstacles.map((obstacle) => (
          <p key={obstacle}>{obstacle}</p>
        ))}
        {make.engines.length === 1 && make.model !== null && <MissingKey pick={make.model} />}
      </div>
      <CancelAll />
      {isHere || <PriceNotes />}
      <FillAgain />
      <Tip text={isHere ? null : tip} className="make-generate">
        <Button
          look="primary"
          size="large"
          aria-describedby="make-obstacle"
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
          <span className="make-generate-part">{at === parts.length - 1 ? part : `${part} ·`}</span>{' '}
        </Fragment>
      ))}
    </span>
  )
}

/** Free, on this computer. */
function HereLabel() {
  const { task } = useMakeState()
  return (
    <span>
      {taskTexts[task].label}
      <span aria-hidden="true"> · {messages.free}</span>
    </span>
  )
}

function ownObstacles(planned: PlanState, { obstacle, request }: ModelPick): readonly string[] {
  return obstacle === null ? (selectEntry(planned, request)?.plan?.obstacles ?? []) : [obstacle]
}

/** Why nothing can be sent. If some of the selected models can run, the rows of the others say why they cannot. */
function obstaclesOf(make: Make, planned: PlanState): readonly string[] {
  if (make.obstacle !== null) return [make.obstacle]
  if (make.isLocal && make.localObstacle === null) return []
  const own = make.picks.map((pick) => ownObstacles(planned, pick))
  return own.some((each) => each.length === 0) ? [] : (own[0] ?? [])
}

/** The models that will run. */
function goingOf({ picks }: Make, state: PlanState): readonly Planned[] {
  const going = picks.filter((pick) => ownObstacles(state, pick).length === 0)
  return (going.length > 0 ? going : picks).map(({ request, provider, runs }) => ({
    plan: selectPrice(state, request),
    runs,
    images: runs * (request?.n ?? 1),
    hasFailed: (selectEntry(state, request)?.error ?? null) !== null,
    pictureMs: provider.health.pictureMs,
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
      .catch((error: unknown) => intents.send({ do: 'report', error }))
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
  const { isLocal, picks, task, localObstacle } = useMakeState()
  const { cards } = useCards()
  const isHere = isLocal && picks.length === 0 && task !== 'expand'
  const hasOne = cards.some((card) => card.operation === 'fill' && card.state === 'done')
  if (!isSeedFixed || !isHere || !hasOne || cards.some(isUnderWay) || localObstacle !== null) return null
  return (
    <Button icon={<RefreshCw size={14} />} onClick={() => void actions.fill('another')}>
      {messages.fillAgain}
    </Button>
  )
}
