import { Images } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { PlanBatchQuote, PlanBatchView } from '../../../../shared/domain/edit-plan-batch.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ImagePicker } from '../form/image-picker.tsx'
import { BatchImageRow } from './batch-image-row.tsx'
import { usePlanBatch, type BatchPlan } from './use-plan-batch.ts'

interface PlanBatchDialogProps {
  readonly plan: BatchPlan
  readonly onBack: () => void
  readonly onClose: () => void
}

/** The plan on several images: their choice, price, progress and results. */
export function PlanBatchDialog({ plan, onBack, onClose }: PlanBatchDialogProps): ReactNode {
  const batch = usePlanBatch(plan)
  const [isChoosing, setChoosing] = useState(false)
  const { view, isOpened, isRunning, work } = batch
  const isPreparing = work.isBusy && isOpened && !isRunning
  return (
    <Dialog
      title={messages.onImages}
      className="edit-plan"
      footer={<BatchFooter batch={batch} onBack={onBack} />}
      step={isOpened ? 'there' : 'loading'}
      onClose={onClose}
    >
      <div className="edit-plan-body">
        {work.problem !== null && (
          <p className="edit-plan-problem" role="alert">
            {work.problem}
          </p>
        )}
        {isOpened && view === null && (
          <EmptyState icon={<Images size={28} />} title={messages.noImages} text={messages.chooseHint} />
        )}
        {!isRunning && isOpened && (
          <div className="plan-tools">
            <Button size="small" disabled={work.isBusy} onClick={() => setChoosing(true)}>
              {messages.chooseImages}
            </Button>
            <Button size="small" disabled={work.isBusy} onClick={() => void batch.prepare(null)}>
              {messages.chooseFolder}
            </Button>
            {isPreparing && <span className="plan-stage">{messages.preparing}</span>}
          </div>
        )}
        {view !== null && <BatchList view={view} isLocked={isRunning || work.isBusy} onUndo={batch.undo} />}
      </div>
      {isChoosing && (
        <ImagePicker
          title={messages.runOnImages}
          chosen={[]}
          onDone={(ids) => ids.length > 0 && void batch.prepare(ids)}
          onClose={() => setChoosing(false)}
        />
      )}
    </Dialog>
  )
}

interface BatchListProps {
  readonly view: PlanBatchView
  readonly isLocked: boolean
  readonly onUndo: (image: PlanBatchView['images'][number]) => Promise<unknown>
}

function BatchList({ view, isLocked, onUndo }: BatchListProps): ReactNode {
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
  readonly onBack: () => void
}

function BatchFooter({ batch, onBack }: BatchFooterProps): ReactNode {
  const { view, isRunning, prices, work } = batch
  const uncertain = prices?.missing.uncertain ?? 0
  return (
    <>
      <Button onClick={onBack}>{messages.back}</Button>
      <p className="edit-plan-summary" role="status">
        {summaryOf(view, isRunning, prices?.missing ?? null)}
      </p>
      {isRunning && <Button onClick={() => void batch.stop()}>{messages.stop}</Button>}
      {!isRunning && prices !== null && uncertain > 0 && (
        <Button disabled={work.isBusy} onClick={() => void batch.start(true)}>
          {messages.retryUncertain({ price: priceOf(prices.again) })}
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

function priceOf({ usd, unpriced }: PlanBatchQuote): string {
  const price = usd === 0 ? messages.free : formatMoney(usd)
  return unpriced > 0 ? messages.atLeast({ price: formatMoney(usd) }) : price
}

function startLabel(view: PlanBatchView | null, quote: PlanBatchQuote): string {
  const price = priceOf(quote)
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
