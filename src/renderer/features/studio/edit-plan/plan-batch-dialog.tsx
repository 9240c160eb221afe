import { Images } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ImagePicker } from '../form/images/image-picker.tsx'
import { BatchFooter, BatchList, Preparing } from './batch-parts.tsx'
import { usePlanBatch } from './use-plan-batch.ts'

interface PlanBatchDialogProps {
  readonly plan: { readonly id: EditPlanId; readonly name: string; readonly steps: readonly EditStep[] }
  readonly onBack: () => void
  readonly onClose: () => void
}

/** The plan on several images: their choice, price, progress and results. */
export function PlanBatchDialog({ plan, onBack, onClose }: PlanBatchDialogProps): ReactNode {
  const { client } = useServices()
  const batch = usePlanBatch(plan.id)
  const [isChoosing, setChoosing] = useState(false)
  const { view, isOpened, isRunning, work } = batch
  /** null = the images of a folder. */
  const prepare = (imageIds: readonly AssetId[] | null) =>
    batch.prepare((runId, signal) => {
      const { id, name, steps } = plan
      const wanted = { runId, id, name, steps: [...steps], imageIds: imageIds && [...imageIds] }
      return client.call('editPlans.prepareBatch', wanted, { signal })
    })
  return (
    <Dialog
      title={messages.onImages}
      className="edit-plan"
      footer={<BatchFooter batch={batch} back={messages.back} onBack={onBack} />}
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
            <Button size="small" disabled={work.isBusy} onClick={() => void prepare(null)}>
              {messages.chooseFolder}
            </Button>
          </div>
        )}
        <Preparing batch={batch} />
        {view !== null && <BatchList view={view} isLocked={isRunning || work.isBusy} onUndo={batch.undo} />}
      </div>
      {isChoosing && (
        <ImagePicker
          title={messages.runOnImages}
          chosen={[]}
          onDone={(ids) => ids.length > 0 && void prepare(ids)}
          onClose={() => setChoosing(false)}
        />
      )}
    </Dialog>
  )
}
