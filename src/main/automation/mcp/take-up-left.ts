import type { EditPlanBatchId } from '../../../shared/domain/ids.ts'
import type { PlanBatches } from '../../edit-plans/plan-batches.ts'

/** A process that ends may take a while. */
const retryMs = 5_000

interface TakeUpNeeds {
  readonly takeUp: PlanBatches['takeUp']
  readonly onProblem: (error: unknown) => void
}

/** Takes up what agents began in processes that have ended, and looks again while others are at work. Never rejects. */
export async function takeUpLeft(
  needs: TakeUpNeeds,
  finish: (ids: readonly EditPlanBatchId[]) => unknown,
): Promise<void> {
  try {
    const { ids, left } = await needs.takeUp()
    if (left > 0) setTimeout(() => void takeUpLeft(needs, finish), retryMs).unref()
    if (ids.length > 0) await finish(ids)
  } catch (thrown) {
    needs.onProblem(thrown)
  }
}
