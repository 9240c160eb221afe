import { ArrowDown, ArrowUp, Copy, GripVertical, RefreshCw, Trash2 } from 'lucide-react'
import type { DragEvent, ReactNode } from 'react'
import type { StepQuote, StepState } from '../../../../shared/domain/edit-plan.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'
import { formatStepPrice } from './step-price.ts'
import { StepFields, type StepFieldsProps } from './step-fields.tsx'

interface StepRowProps extends StepFieldsProps {
  readonly number: number
  readonly quote: StepQuote | null
  readonly state: StepState | null
  readonly onMove: (to: number, act: 'up' | 'down') => void
  readonly onDrop: (id: string) => void
  readonly onDuplicate: () => void
  readonly onDelete: () => void
}

const dragType = 'application/x-atelier-step'

/** One step: its settings, where it runs, what it costs, and its result. */
export function StepRow(props: StepRowProps): ReactNode {
  const { step, number, quote, state, isLocked, onChange, onDrop } = props
  const handleDrop = (event: DragEvent) => {
    const id = event.dataTransfer.getData(dragType)
    if (id === '') return
    event.preventDefault()
    event.stopPropagation()
    onDrop(id)
  }
  const name = messages.stepName({ number, mask: step.maskName })
  return (
    <li
      className="plan-step"
      aria-label={name}
      data-step={step.id}
      data-off={!step.isOn}
      onDragOver={allowDrop}
      onDrop={handleDrop}
    >
      <span
        className="plan-grip"
        draggable={!isLocked}
        title={messages.dragToReorder}
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData(dragType, step.id)
          dataTransfer.effectAllowed = 'move'
        }}
      >
        <GripVertical size={14} aria-hidden="true" />
      </span>
      <input
        type="checkbox"
        aria-label={messages.useStep({ name })}
        checked={step.isOn}
        disabled={isLocked}
        onChange={(event) => onChange({ ...step, isOn: event.target.checked })}
      />
      <StepFields {...props} />
      <div className="plan-step-end">
        {state?.resultId && <Image className="plan-thumb" src={assetUrl(state.resultId, 'thumb-256')} alt="" />}
        <Outcome step={step} quote={quote} state={state} />
        <StepActions {...props} />
      </div>
      <Notes quote={quote} state={state} />
    </li>
  )
}

/** The window allows no drops but those of files. */
function allowDrop(event: DragEvent): void {
  if (!event.dataTransfer.types.includes(dragType)) return
  event.preventDefault()
  event.stopPropagation()
  event.dataTransfer.dropEffect = 'move'
}

function Outcome({ step, quote, state }: Pick<StepRowProps, 'step' | 'quote' | 'state'>): ReactNode {
  if (!step.isOn) return <span className="plan-outcome">{messages.off}</span>
  const shown = state?.state ?? null
  if (shown !== null && shown !== 'missing') {
    return (
      <span className="plan-outcome" data-state={shown}>
        {messages.states[shown]}
      </span>
    )
  }
  if (quote === null || quote.problem !== null) return <span className="plan-outcome" />
  return <span className="plan-outcome">{quote.usd === null ? messages.priceUnknown : formatStepPrice(quote.usd)}</span>
}

function Notes({ quote, state }: Pick<StepRowProps, 'quote' | 'state'>): ReactNode {
  const problem = quote?.problem ?? (state?.state === 'failed' ? state.problem : null)
  const warnings = quote?.problem === null ? quote.warnings : []
  if (problem === null && warnings.length === 0) return null
  return (
    <ul className="plan-notes">
      {problem !== null && <li data-problem>{problem}</li>}
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  )
}

function StepActions(props: StepRowProps): ReactNode {
  const { step, number, state, isLocked, onChange, onMove, onDuplicate, onDelete } = props
  const canRepeat = state?.state === 'done' || state?.state === 'failed'
  return (
    <span className="plan-actions">
      <IconButton
        label={messages.replaceResult({ number })}
        size="small"
        disabled={isLocked || !canRepeat}
        onClick={() => onChange({ ...step, take: step.take + 1 })}
      >
        <RefreshCw size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.moveUp({ number })}
        size="small"
        data-act="up"
        disabled={isLocked}
        onClick={() => onMove(number - 2, 'up')}
      >
        <ArrowUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.moveDown({ number })}
        size="small"
        data-act="down"
        disabled={isLocked}
        onClick={() => onMove(number, 'down')}
      >
        <ArrowDown size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.duplicate({ number })} size="small" disabled={isLocked} onClick={onDuplicate}>
        <Copy size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.deleteStep({ number })}
        size="small"
        data-act="delete"
        disabled={isLocked}
        onClick={onDelete}
      >
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </span>
  )
}
