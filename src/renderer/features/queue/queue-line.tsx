import { GripVertical, Info, Pause, Play, RotateCcw, X } from 'lucide-react'
import type { DragEvent, MouseEvent, ReactNode } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { contentAwareFillId, localInpainting } from '../../../shared/domain/import-recipe.ts'
import * as messages from '../../../shared/messages/en/queue.ts'
import { useCountdown, useFoundModel, useDeveloperName, useServices, type ArrangedLane } from '../../client/index.ts'
import { formatCountdown } from '../../lib/models/provider-health.ts'
import type { ModelMatch } from '../../lib/models/model-ref.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { modelDetailsLabel } from '../../ui/model-details-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { QueueActions } from './queue-actions.ts'
import type { QueueRow } from './queue-rows.ts'
import { describeLane, formatImageCount, priceOf, describeLaneState, titleOf } from './queue-labels.ts'

interface QueueLineProps {
  readonly id: string
  readonly row: QueueRow
  /** Index among all rows, from 0. */
  readonly at: number
  readonly topPx: number
  readonly isActive: boolean
  readonly isChosen: boolean
  readonly actions: QueueActions
  readonly onPick: (event: MouseEvent) => void
  readonly onShow: () => void
  readonly onDetails: (found: ModelMatch) => void
  readonly onDragStart: (event: DragEvent) => void
}

/** One row of the queue. Its buttons are pointer-only: the list's keys do the same. */
export function QueueLine(props: QueueLineProps) {
  const { id, row, at, topPx, isActive, isChosen, actions, onPick, onShow, onDetails, onDragStart } = props
  const isMovable = row.type === 'call' && row.entry.state === 'waiting' && !row.entry.isElsewhere
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={at + 1}
      aria-selected={row.type === 'call' ? isChosen : undefined}
      className="queue-row"
      data-row={row.type}
      data-active={isActive}
      style={{ top: topPx }}
      draggable={isMovable}
      onClick={onPick}
      onDoubleClick={onShow}
      onDragStart={onDragStart}
    >
      <div role="gridcell" className="queue-cell">
        <RowContent row={row} actions={actions} isMovable={isMovable} onDetails={onDetails} />
      </div>
    </div>
  )
}

interface RowContentProps extends Pick<QueueLineProps, 'row' | 'actions' | 'onDetails'> {
  readonly isMovable: boolean
}

function RowContent({ row, actions, isMovable, onDetails }: RowContentProps) {
  switch (row.type) {
    case 'lane':
      return <LaneHead lane={row.lane} actions={actions} />
    case 'call':
      return <Call entry={row.entry} place={row.place} actions={actions} isMovable={isMovable} onDetails={onDetails} />
    case 'failed-head':
      return <strong className="queue-lane">{messages.failedCount({ count: row.count })}</strong>
    case 'failed':
      return <Failed job={row.job} actions={actions} onDetails={onDetails} />
  }
}

function LaneHead({ lane, actions }: { readonly lane: ArrangedLane; readonly actions: QueueActions }) {
  const seconds = useCountdown(lane.waitingUntilMs)
  const { label, isPaused, id } = lane
  const limited = seconds === null ? null : messages.rateLimited({ time: formatCountdown(seconds) })
  const hold = isPaused ? messages.paused : limited
  return (
    <>
      <strong className="queue-lane">{label}</strong>
      <span className="queue-lane-words">{[hold, describeLane(lane)].filter((part) => part !== null).join(' · ')}</span>
      <RowButton
        label={isPaused ? messages.resumeLabel({ label }) : messages.pauseLabel({ label })}
        onClick={() => actions.setPaused(id, !isPaused)}
      >
        {isPaused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}
      </RowButton>
    </>
  )
}

const localEngine = ({ model }: QueueEntry) => (model === null ? contentAwareFillId : localInpainting)

interface CallProps extends Pick<QueueLineProps, 'actions' | 'onDetails'> {
  readonly entry: QueueEntry
  readonly place: number | null
  readonly isMovable: boolean
}

function Call({ entry, place, actions, isMovable, onDetails }: CallProps) {
  const nameOf = useDeveloperName()
  const seconds = useCountdown(entry.endsAtMs)
  const { model } = nameOf(entry.lane === 'here' ? localEngine(entry) : entry.lane, entry.model)
  const facts = [model, formatImageCount(entry.pictures), entry.isElsewhere ? messages.inAnotherAtelierWindow : null]
  const title = titleOf(entry)
  return (
    <>
      <span className="queue-grip">{isMovable && <GripVertical size={14} aria-hidden="true" />}</span>
      <span className="queue-words">
        <span className="queue-title" title={title}>
          {title}
        </span>
        <span className="queue-facts">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      <span className="queue-state" title={entry.note ?? undefined}>
        <span>{describeLaneState(entry, place, seconds)}</span>
        <span className="queue-facts">{priceOf(entry)}</span>
      </span>
      <DetailsButton provider={entry.lane} model={entry.model} onDetails={onDetails} />
      {entry.isStopping !== true && (
        <RowButton label={messages.cancelTitle({ title })} onClick={() => actions.cancel([entry.callId])}>
          <X size={14} aria-hidden="true" />
        </RowButton>
      )}
      {entry.state === 'running' && (
        <ProgressBar className="queue-progress" label={messages.progressOf({ title })} value={entry.progress} />
      )}
    </>
  )
}

interface FailedProps extends Pick<QueueLineProps, 'actions' | 'onDetails'> {
  readonly job: JobSnapshot
}

function Failed({ job, actions, onDetails }: FailedProps) {
  const nameOf = useDeveloperName()
  const { describeError, intents } = useServices()
  const { title, text } = describeError(job.error === null ? null : fromErrorData(job.error))
  const prompt = job.prompt ?? ''
  return (
    <>
      <span className="queue-grip" />
      <span className="queue-words">
        <span className="queue-title" title={text}>
          {title}
        </span>
        <span className="queue-facts">
          {[nameOf(job.provider, job.model).model, prompt].filter(Boolean).join(' · ')}
        </span>
      </span>
      <DetailsButton provider={job.provider} model={job.model} onDetails={onDetails} />
      <RowButton label={messages.retry} onClick={() => intents.send({ type: 'retry', jobs: [job] })}>
        <RotateCcw size={13} aria-hidden="true" />
      </RowButton>
      <RowButton label={messages.dismiss} onClick={() => actions.dismiss(job)}>
        <X size={14} aria-hidden="true" />
      </RowButton>
    </>
  )
}

interface DetailsButtonProps extends Pick<QueueLineProps, 'onDetails'> {
  readonly provider: string
  readonly model: string | null
}

function DetailsButton({ provider, model, onDetails }: DetailsButtonProps) {
  const found = useFoundModel(provider, model)
  if (found === null) return null
  return (
    <RowButton label={modelDetailsLabel(found)} className="queue-details" onClick={() => onDetails(found)}>
      <Info size={14} aria-hidden="true" />
    </RowButton>
  )
}

interface RowButtonProps {
  readonly label: string
  readonly className?: string
  readonly onClick: () => void
  readonly children: ReactNode
}

function RowButton({ label, className, onClick, children }: RowButtonProps) {
  return (
    <IconButton
      label={label}
      size="small"
      tooltipSide="left"
      tabIndex={-1}
      className={className}
      // The list keeps focus, and with it its keys.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        // Otherwise the row under it would be selected.
        event.stopPropagation()
        onClick()
      }}
    >
      {children}
    </IconButton>
  )
}
