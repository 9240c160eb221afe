import { ListChecks } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { batchImagesMax, type DocumentPlan } from '../../../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { tooManyImages } from '../../../../shared/messages/en/edit-plan-errors.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { BatchFooter, BatchList, Preparing } from './batch-parts.tsx'
import './edit-plan.css'
import { usePlanBatch } from './use-plan-batch.ts'

interface RunPlanDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

/** Runs the plan of a document or file on images that are chosen already. */
export function RunPlanDialog({ ids, onClose }: RunPlanDialogProps): ReactNode {
  const { client } = useServices()
  const batch = usePlanBatch(null)
  const { view, work, isRunning } = batch
  const plans = useDocumentPlans()
  const imageIds = [...ids]
  const problem = ids.length > batchImagesMax ? tooManyImages({ max: batchImagesMax }) : work.problem
  const isLocked = work.isBusy || ids.length > batchImagesMax
  return (
    <Dialog
      title={view === null ? messages.runPlanOn({ count: ids.length }) : messages.planOnImages({ plan: view.name })}
      className="edit-plan"
      footer={
        view !== null && <BatchFooter batch={batch} back={messages.backToPlans} onBack={() => batch.show(null)} />
      }
      step={view?.id ?? (plans === null || !batch.isOpened ? 'loading' : 'plans')}
      onClose={onClose}
    >
      <div className="edit-plan-body">
        {problem !== null && (
          <p className="edit-plan-problem" role="alert">
            {problem}
          </p>
        )}
        {view === null && plans !== null && (
          <PlanChoice
            plans={plans}
            batch={batch}
            isLocked={isLocked}
            onDocument={({ id, name, steps }) =>
              void batch.prepare((runId, signal) =>
                client.call('editPlans.prepareBatch', { runId, id, name, steps, imageIds }, { signal }),
              )
            }
            onFile={() =>
              void batch.prepare((runId, signal) =>
                client.call('editPlans.prepareFileBatch', { runId, imageIds }, { signal }),
              )
            }
          />
        )}
        <Preparing batch={batch} />
        {view !== null && <BatchList view={view} isLocked={isRunning || work.isBusy} onUndo={batch.undo} />}
      </div>
    </Dialog>
  )
}

interface PlanChoiceProps {
  readonly plans: readonly DocumentPlan[]
  readonly batch: ReturnType<typeof usePlanBatch>
  readonly isLocked: boolean
  readonly onDocument: (plan: DocumentPlan) => void
  readonly onFile: () => void
}

function PlanChoice({ plans, batch: { latest, show }, isLocked, onDocument, onFile }: PlanChoiceProps): ReactNode {
  return (
    <>
      {plans.length === 0 && (
        <EmptyState icon={<ListChecks size={28} />} title={messages.noPlans} text={messages.noPlansHint} />
      )}
      {plans.length > 0 && <p className="plan-stage">{messages.chooseHint}</p>}
      <ul className="plan-choice" aria-label={messages.editPlans}>
        {plans.map((plan, at) => (
          <li key={plan.id}>
            <button
              type="button"
              disabled={isLocked}
              data-autofocus={at === 0 ? '' : undefined}
              onClick={() => onDocument(plan)}
            >
              <span className="plan-image-name">{plan.name}</span>
              <span className="plan-stage">{describeSteps(plan)}</span>
            </button>
          </li>
        ))}
        {latest !== null && (
          <li>
            <button type="button" disabled={isLocked} onClick={() => show(latest)}>
              <span className="plan-image-name">{messages.latestRun({ plan: latest.name })}</span>
              <span className="plan-stage">
                {messages.batchDone({
                  done: latest.images.filter(({ state }) => state === 'done').length,
                  total: latest.images.length,
                })}
              </span>
            </button>
          </li>
        )}
      </ul>
      <Button size="small" disabled={isLocked} data-autofocus={plans.length === 0 ? '' : undefined} onClick={onFile}>
        {messages.openFile}
      </Button>
    </>
  )
}

function describeSteps({ steps }: DocumentPlan): string {
  const used = steps.filter(({ isOn }) => isOn)
  return messages.planSteps({ count: used.length, names: joinList(used.map(({ maskName }) => maskName)) })
}

/** Plans with something to run; null = being read. */
function useDocumentPlans(): readonly DocumentPlan[] | null {
  const { client, intents } = useServices()
  const [plans, setPlans] = useState<readonly DocumentPlan[] | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    client.call('editPlans.ofDocuments', {}, { signal: abort.signal }).then(
      (all) => setPlans(all.filter(({ steps }) => steps.some(({ isOn }) => isOn))),
      (error: unknown) => abort.signal.aborted || intents.send({ type: 'report', error }),
    )
    return () => abort.abort()
  }, [client, intents])
  return plans
}
