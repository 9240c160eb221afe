import { ArrowDown, ArrowUp, ArrowUpToLine, Pause, Play, WifiOff, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/queue.ts'
import { selectHeld, selectLanes, useServices } from '../../client/index.ts'
import type { ModelMatch } from '../../lib/models/model-ref.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LazyModelDetailsDialog } from '../../ui/model-details-button.tsx'
import type { QueueViewStore } from './create-queue-view.ts'
import { pickedOf, rowsOf } from './queue-rows.ts'
import { createQueueActions, type QueueActions } from './queue-actions.ts'
import { QueueList } from './queue-list.tsx'
import './queue-panel.css'
import { heldTexts, summaryOf } from './queue-labels.ts'

/** Older failures are no longer of interest. */
const failedMax = 50

/** Everything queued and running, by lane, with controls to reorder it. */
export function QueuePanel({ view }: { readonly view: QueueViewStore }) {
  const services = useServices()
  const { queue, jobs } = services
  const actions = useMemo(() => createQueueActions(services), [services])
  const state = useStore(queue.store)
  const [detailsOf, setDetailsOf] = useState<ModelMatch | null>(null)
  const lanes = selectLanes(state)
  const held = selectHeld(state)
  const failed = useStore(
    jobs.store,
    useShallow(({ byId }) =>
      [...byId.values()]
        .filter((job) => job.state === 'failed' && job.verdict === 'open' && job.estimateUsd !== 0)
        .slice(-failedMax)
        .toReversed(),
    ),
  )
  const rows = useMemo(() => rowsOf(lanes, failed), [lanes, failed])
  return (
    <div className="queue-panel">
      <header className="queue-head">
        <h2>{messages.queue}</h2>
        <p role="status">{summaryOf(lanes, state.isPaused)}</p>
        <PauseAll isPaused={state.isPaused} actions={actions} />
      </header>
      {!state.isOnline && (
        <p className="queue-offline" role="status">
          <WifiOff size={14} aria-hidden="true" /> {messages.noNetworkResumesLater}
        </p>
      )}
      <Held held={held} actions={actions} />
      {rows.length > 0 && (
        <QueueList view={view} rows={rows} lanes={lanes} actions={actions} onDetails={setDetailsOf} />
      )}
      {state.entries.size > 0 && <QueueFoot view={view} actions={actions} entries={state.entries} />}
      {/* Not in its row: the list handles that row's keys and clicks, and it disappears when the job ends. */}
      {detailsOf !== null && <LazyModelDetailsDialog found={detailsOf} onClose={() => setDetailsOf(null)} />}
    </div>
  )
}

/** What costs money and was asked for before the start: nothing of it is sent before the person says so. */
function Held({ held, actions }: { readonly held: readonly QueueEntry[]; readonly actions: QueueActions }) {
  if (held.length === 0) return null
  const { text, send } = heldTexts(held)
  return (
    <section className="queue-held" aria-label={text}>
      <p role="status">{text}</p>
      <Button size="small" variant="primary" onClick={() => actions.release(held)}>
        {send}
      </Button>
      <Button size="small" variant="quiet" onClick={() => actions.cancel(held.map(({ callId }) => callId))}>
        {messages.discard}
      </Button>
    </section>
  )
}

function PauseAll({ isPaused, actions }: { readonly isPaused: boolean; readonly actions: QueueActions }) {
  return (
    <Button
      size="small"
      variant={isPaused ? 'primary' : 'plain'}
      icon={isPaused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}
      onClick={() => actions.setPaused(null, !isPaused)}
    >
      {isPaused ? messages.resume : messages.pauseAll}
    </Button>
  )
}

interface QueueFootProps {
  readonly view: QueueViewStore
  readonly actions: QueueActions
  readonly entries: ReadonlyMap<string, QueueEntry>
}

/** Actions on the selected entries, and on all. */
function QueueFoot({ view, actions, entries }: QueueFootProps) {
  const { chosen, activeKey } = useStore(view)
  const picked = pickedOf(entries, chosen, activeKey)
  const movable = picked.filter((entry) => entry.state === 'waiting' && !entry.isElsewhere)
  const move = (step: Parameters<QueueActions['move']>[1]) => () => actions.move(movable, step)
  const cannotMove = movable.length === 0
  return (
    <footer className="queue-foot">
      <IconButton label={messages.moveTop} size="small" tooltipSide="top" disabled={cannotMove} onClick={move('front')}>
        <ArrowUpToLine size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.moveUp} size="small" tooltipSide="top" disabled={cannotMove} onClick={move('up')}>
        <ArrowUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.moveDown} size="small" tooltipSide="top" disabled={cannotMove} onClick={move('down')}>
        <ArrowDown size={15} aria-hidden="true" />
      </IconButton>
      <Button
        size="small"
        disabled={picked.length === 0}
        icon={<X size={13} aria-hidden="true" />}
        onClick={() => actions.cancel(picked.map(({ callId }) => callId))}
      >
        {picked.length > 1 ? messages.cancelCountSelected({ count: picked.length }) : messages.cancel}
      </Button>
      <span className="queue-foot-space" />
      <CancelAll count={entries.size} actions={actions} />
    </footer>
  )
}

/** Cannot be undone, so it takes two presses. */
function CancelAll({ count, actions }: { readonly count: number; readonly actions: QueueActions }) {
  const [isSure, setSure] = useState(false)
  return (
    <Button
      size="small"
      variant={isSure ? 'danger' : 'quiet'}
      onBlur={() => setSure(false)}
      onPointerLeave={() => setSure(false)}
      onClick={() => {
        if (isSure) actions.cancel(null)
        setSure(!isSure)
      }}
    >
      {isSure ? messages.cancelAllCount({ count }) : messages.cancelAll}
    </Button>
  )
}
