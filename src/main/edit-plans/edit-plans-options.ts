import type { StoredEditPlan, BatchStarter, StoredBatch } from '../../shared/domain/edit-plan.ts'
import type { EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import { batchGone, planGone } from '../../shared/messages/en/edit-plan-errors.ts'
import type { Assets } from '../assets/assets.ts'
import type { Database } from '../database/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { BackgroundRemoval } from '../vision/background-removal.ts'
import type { Detection, Inpainting, ObjectSelection } from '../vision/index.ts'

export interface EditPlansOptions {
  readonly database: Pick<Database, 'call'>
  readonly assets: Pick<Assets, 'records'> & { readonly files: Pick<Assets['files'], 'locate'> }
  readonly imaging: Pick<Imaging, 'measureMask' | 'fitMask' | 'readMaskFile'>
  readonly jobs: Pick<
    Jobs,
    'run' | 'fill' | 'list' | 'finished' | 'cancel' | 'onChanged' | 'resumeRuns' | 'holdRuns'
  > & {
    readonly edits: Pick<Jobs['edits'], 'mergeParts'>
  }
  readonly ledger: Pick<Ledger, 'check' | 'admit'>
  readonly providers: () => Promise<Pick<ProviderManager, 'plan'>>
  /** Masks by rules, with models on this computer. */
  readonly backgrounds: () => Promise<Pick<BackgroundRemoval, 'model' | 'writeMask'>>
  readonly objects: () => Promise<Pick<ObjectSelection, 'model' | 'writeMask'>>
  readonly detection: () => Promise<Pick<Detection, 'model' | 'find'>>
  readonly inpainting: () => Promise<Pick<Inpainting, 'model'>>
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly startedBy: BatchStarter
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

/** @throws storage/not-found */
export async function requireBatch(
  { database }: Pick<EditPlansOptions, 'database'>,
  id: EditPlanBatchId,
): Promise<StoredBatch> {
  const batch = await database.call('planBatches.find', { id })
  if (batch === null) throw new AppError('storage/not-found', batchGone)
  return batch
}
