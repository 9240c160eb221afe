import { useEffect, useState } from 'react'
import type { GridPlan } from '../../../../shared/domain/grid.ts'
import type { GridId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import './grid-dialog.css'
import { formatMake, formatPlanPrice, PlanSummary } from './plan-summary.tsx'

interface MakeDialogProps {
  readonly id: GridId
  /** null = all that are missing. */
  readonly cells: readonly number[] | null
  readonly onClose: () => void
}

/** Says what cells cost before they are queued. */
export function MakeDialog({ id, cells, onClose }: MakeDialogProps) {
  const { client, describeError } = useServices()
  const work = useWork()
  const [planned, setPlanned] = useState<{ plan: GridPlan | null; error: unknown }>({ plan: null, error: null })
  const wanted = cells === null ? null : [...cells]
  const key = JSON.stringify(wanted)
  useEffect(() => {
    const abort = new AbortController()
    const asked = { id, cells: JSON.parse(key) as number[] | null }
    client.call('grids.planCells', asked, { signal: abort.signal }).then(
      (plan) => setPlanned({ plan, error: null }),
      (error: unknown) => abort.signal.aborted || setPlanned({ plan: null, error }),
    )
    return () => abort.abort()
  }, [client, id, key])
  const { plan, error } = planned
  const make = async () => {
    if (await work.run(() => client.call('grids.make', { id, cells: wanted }))) onClose()
  }
  const count = plan?.cells ?? 0
  const footer = (
    <>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" data-autofocus disabled={count === 0 || work.isBusy} onClick={() => void make()}>
        {plan === null ? messages.makeLabel : formatMake(plan)}
      </Button>
    </>
  )
  return (
    <Dialog
      title={messages.makeQuestion({ images: messages.imageCount({ count }) })}
      footer={footer}
      step={plan === null ? 'planning' : 'planned'}
      onClose={onClose}
    >
      <div className="dialog-body grid-dialog-body">
        {plan === null && error === null && <p>{messages.planning}</p>}
        {plan !== null && (
          <p>{plan.cells === 0 ? messages.nothingCanBeMade : messages.makeCost({ price: formatPlanPrice(plan) })}</p>
        )}
        {plan !== null && <PlanSummary plan={plan} />}
        {(work.problem !== null || error !== null) && (
          <p className="grid-plan-limit" role="alert">
            {work.problem ?? describeError(error).text}
          </p>
        )}
      </div>
    </Dialog>
  )
}
