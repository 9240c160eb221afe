import type { BatchImage, PlanBatchView, StoredBatch, StoredBatchImage } from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId } from '../../shared/domain/ids.ts'
import { requireBatch, requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import { canRunAgain, imageKeyOf, resolveSteps, type ResolvedStep } from './resolve-steps.ts'

export function createBatchReader(options: EditPlansOptions) {
  const { database, assets } = options

  async function viewImage(image: StoredBatchImage, batch: StoredBatch, name: string): Promise<BatchImage> {
    const { planId, sourceId, warnings } = image
    const shown = { planId, sourceId, name, warnings: [...warnings] }
    const { run } = await requirePlan(options, planId)
    const nothing = { steps: [], resultId: null }
    if (image.problem !== null) return { ...shown, ...nothing, state: 'impossible', problem: image.problem }
    if (run === null) {
      return { ...shown, ...nothing, state: batch.state === 'ended' ? 'stopped' : 'waiting', problem: null }
    }
    const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id: planId }))
    const isDone = resolved.every(({ state }) => state === 'done')
    const key = isDone ? imageKeyOf(run.sourceId, resolved) : null
    const resultId = key === null ? null : await database.call('editPlans.image', { id: planId, key })
    return {
      ...shown,
      state: resultId === null ? stateOf(image, batch, resolved) : 'done',
      steps: resolved.map(toStepState),
      resultId,
      problem: resolved.find(({ problem }) => problem !== null)?.problem ?? null,
    }
  }

  async function view(id: EditPlanBatchId): Promise<PlanBatchView> {
    const batch = await requireBatch(options, id)
    const stored = await database.call('planBatches.images', { id })
    const records = await assets.records.load(stored.map(({ sourceId }) => sourceId))
    const names = new Map<AssetId, string>(records.map((asset) => [asset.id, asset.name]))
    const images: BatchImage[] = []
    for (const image of stored) images.push(await viewImage(image, batch, names.get(image.sourceId) ?? ''))
    const active = images.filter(isActive).length
    return { id, name: batch.name, isRunning: batch.state === 'running', active, images }
  }

  return { view }
}

function isActive({ steps, state }: BatchImage): boolean {
  return state === 'running' || steps.some((step) => step.state === 'queued' || step.state === 'running')
}

function stateOf(
  { isWaiting, isRunning }: StoredBatchImage,
  batch: StoredBatch,
  resolved: readonly ResolvedStep[],
): BatchImage['state'] {
  if (isRunning) return 'running'
  if (isWaiting && batch.state === 'running') return 'waiting'
  const failed = resolved.filter(({ state }) => state === 'failed')
  if (failed.some((each) => !canRunAgain(each) && each.tried?.job?.isBilled === 'unknown')) return 'uncertain'
  if (failed.length > 0) return 'failed'
  return 'stopped'
}

function toStepState({ step, state, tried, resultId, problem }: ResolvedStep): BatchImage['steps'][number] {
  return { id: step.id, name: step.maskName, state, job: tried?.job ?? null, resultId, problem }
}
