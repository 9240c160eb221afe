import type { ReactNode } from 'react'
import { Undo2 } from 'lucide-react'
import type { PlanBatchQuote, PlanBatchView, BatchImage } from '../../../../shared/domain/edit-plan.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { useCover } from '../../../client/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'
import { formatStepsPrice } from './step-price.ts'
import type { usePlanBatch } from './use-plan-batch.ts'

interface BatchListProps {
  readonly view: PlanBatchView
  readonly isLocked: boolean
  readonly onUndo: (image: PlanBatchView['images'][number]) => Promise<unknown>
}

/** The images with their states and results. */
export function BatchList({ view, isLocked, onUndo }: BatchListProps): ReactNode {
  return (
    <ul className="plan-images" aria-label={messages.imageNames}>
      {view.images.map((image) => (
        <BatchImageRow key={image.planId} image={image} isLocked={isLocked} onUndo={() => void onUndo(image)} />
      ))}
    </ul>
  )
}

interface BatchFooterProps {
  readonly batch: ReturnType<typeof usePlanBatch>
  /** Label of the way back. */
  readonly back: string
  readonly onBack: () => void
}

/** Price, progress, and what can be done next. */
export function BatchFooter({ batch, back, onBack }: BatchFooterProps): ReactNode {
  const { view, isRunning, prices, work } = batch
  const uncertain = prices?.missing.uncertain ?? 0
  return (
    <>
      <Button onClick={onBack}>{back}</Button>
      <p className="edit-plan-summary" role="status">
        {summaryOf(view, isRunning, prices?.missing ?? null)}
      </p>
      {isRunning && <Button onClick={() => void batch.stop()}>{messages.stop}</Button>}
      {!isRunning && prices !== null && uncertain > 0 && (
        <Button disabled={work.isBusy} onClick={() => void batch.start(true)}>
          {messages.retryUncertain({ price: formatStepsPrice(prices.again) })}
        </Button>
      )}
      {!isRunning && prices !== null && prices.missing.images > 0 && (
        <Button variant="primary" disabled={work.isBusy} onClick={() => void batch.start(false)}>
          {startLabel(view, prices.missing)}
        </Button>
      )}
    </>
  )
}

/** How far the preparation is, with a way to stop it. */
export function Preparing({ batch: { preparing } }: Pick<BatchFooterProps, 'batch'>): ReactNode {
  if (preparing === null) return null
  const { done, total, stop } = preparing
  const text =
    total === null ? messages.preparing : messages.preparingImage({ number: Math.min(done + 1, total), total })
  return (
    <div className="plan-preparing">
      <span className="plan-stage">{text}</span>
      <ProgressBar label={messages.preparing} value={total === null ? null : done / total} />
      <Button size="small" onClick={stop}>
        {messages.stop}
      </Button>
    </div>
  )
}

function startLabel(view: PlanBatchView | null, quote: PlanBatchQuote): string {
  const price = formatStepsPrice(quote)
  if (view?.images.some(({ state }) => state === 'failed')) return messages.retryFor({ price })
  const isBegun = view?.images.some(({ state }) => state === 'done' || state === 'stopped') ?? false
  return isBegun ? messages.resumeFor({ price }) : messages.runFor({ price })
}

function summaryOf(view: PlanBatchView | null, isRunning: boolean, quote: PlanBatchQuote | null): string {
  if (view === null) return ''
  const done = view.images.filter(({ state }) => state === 'done').length
  const progress = messages.batchDone({ done, total: view.images.length })
  if (isRunning || quote === null) return progress
  const parts = [quote.images > 0 ? messages.batchSummary({ images: quote.images, steps: quote.steps }) : progress]
  if (quote.uncertain > 0) parts.push(messages.uncertainSteps({ count: quote.uncertain }))
  return [...parts, ...quote.admission.reasons].join(' · ')
}

interface BatchImageRowProps {
  readonly image: BatchImage
  readonly isLocked: boolean
  readonly onUndo: () => void
}

/** One image: where its steps are, and its result. */
function BatchImageRow({ image, isLocked, onUndo }: BatchImageRowProps): ReactNode {
  const { name, sourceId, resultId, state, steps, problem, warnings } = image
  const isCovered = useCover(sourceId) !== null
  const done = steps.filter((step) => step.state === 'done').length
  const notes = problem === null ? warnings : [problem, ...warnings]
  return (
    <li className="plan-image" aria-label={name}>
      <span className="plan-thumbs">
        {!isCovered && <Image className="plan-thumb" src={assetUrl(sourceId, 'thumb-256')} alt="" />}
        {!isCovered && resultId !== null && (
          <Image className="plan-thumb" src={assetUrl(resultId, 'thumb-256')} alt="" />
        )}
      </span>
      <span className="plan-image-name">{name}</span>
      {steps.length > 0 && state !== 'done' && (
        <span className="plan-stage">{messages.stepsDone({ done, total: steps.length })}</span>
      )}
      <span className="plan-outcome" data-state={isProblem(state) ? 'failed' : state}>
        {state === 'waiting' && !isLocked ? messages.imageReady : messages.imageStates[state]}
      </span>
      {resultId !== null && (
        <IconButton label={messages.undo({ name })} size="small" disabled={isLocked} onClick={onUndo}>
          <Undo2 size={14} aria-hidden="true" />
        </IconButton>
      )}
      {notes.length > 0 && (
        <ul className="plan-notes">
          {notes.map((note) => (
            <li key={note} data-problem={note === problem ? '' : undefined}>
              {note}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function isProblem(state: BatchImage['state']): boolean {
  return state === 'failed' || state === 'impossible' || state === 'uncertain'
}
