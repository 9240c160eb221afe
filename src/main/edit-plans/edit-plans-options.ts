import type { StoredEditPlan } from '../../shared/domain/edit-plan.ts'
import type { EditPlanId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import { planGone } from '../../shared/messages/en/edit-plan-errors.ts'
import type { Assets } from '../assets/assets.ts'
import type { Database } from '../database/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'

export interface EditPlansOptions {
  readonly database: Pick<Database, 'call'>
  readonly assets: Pick<Assets, 'records'>
  readonly imaging: Pick<Imaging, 'measureMask'>
  readonly jobs: Pick<Jobs, 'run' | 'fill' | 'list' | 'finished' | 'cancel' | 'onChanged'> & {
    readonly edits: Pick<Jobs['edits'], 'mergeParts'>
  }
  readonly ledger: Pick<Ledger, 'check' | 'admit'>
  readonly providers: () => Promise<Pick<ProviderManager, 'plan'>>
  readonly clock: Clock
  readonly logger: Logger
}

/** @throws storage/not-found */
export async function requirePlan(
  { database }: Pick<EditPlansOptions, 'database'>,
  id: EditPlanId,
): Promise<StoredEditPlan> {
  const plan = await database.call('editPlans.find', { id })
  if (plan === null) throw new AppError('storage/not-found', planGone)
  return plan
}
