import { setTimeout as wait } from 'node:timers/promises'
import type { PlanBatchView } from '../../../shared/domain/edit-plan.ts'
import type { EditPlanBatchId } from '../../../shared/domain/ids.ts'
import type { PlanBatches } from '../../edit-plans/plan-batches.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { ProgramServices } from '../program/command.ts'
import type { DeliveredResult } from '../scripts/reported-plan.ts'
import { originalPath } from '../../platform/original-path.ts'

const lookEveryMs = 250
/** Another process may have changed it, which is no event. */
const looksUntilDue = 20

interface PlanWatch {
  readonly planBatches: Pick<PlanBatches, 'view' | 'stop' | 'onChanged'>
  readonly signal: AbortSignal
  readonly report: (batch: PlanBatchView) => void
}

/** Resolves once nothing is under way. When aborted, cancels at once what has not been sent, and waits for the rest. */
export async function waitForPlan(
  id: EditPlanBatchId,
  { planBatches, signal, report }: PlanWatch,
): Promise<PlanBatchView> {
  let isDue = true
  let isStopped = false
  const unsubscribe = planBatches.onChanged((changed) => {
    if (changed === id) isDue = true
  })
  try {
    for (let look = 0; ; look++) {
      if (signal.aborted && !isStopped) {
        isStopped = true
        await planBatches.stop(id)
      }
      if (isDue || isStopped || look % looksUntilDue === 0) {
        isDue = false
        const batch = await planBatches.view(id)
        report(batch)
        if (!batch.isRunning && batch.active === 0) return batch
      }
      await wait(lookEveryMs, undefined, isStopped ? {} : { signal }).catch(() => undefined)
    }
  } finally {
    unsubscribe()
  }
}

/** @param copy is given the path in the library, and returns the path to report */
export async function deliverResults(
  { images }: Pick<PlanBatchView, 'images'>,
  { assets }: Pick<ProgramServices, 'assets'>,
  { paths, copy }: { readonly paths: HomePaths; readonly copy: (stored: string) => Promise<string> },
): Promise<DeliveredResult[]> {
  const ids = images.flatMap(({ resultId }) => resultId ?? [])
  const delivered: DeliveredResult[] = []
  for (const asset of await assets.records.load(ids)) {
    const { id, mime, recipe } = asset
    const { changedInside, changedOutside } = recipe
    const path = await copy(originalPath(paths, asset))
    delivered.push({ id, mime, path, changedInside, changedOutside })
  }
  return delivered
}
