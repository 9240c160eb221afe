import type { EditPlanRun } from '../../shared/domain/edit-plan.ts'
import { agentTrace, editPlanTrace, editStepTrace, type GenerationRequest } from '../../shared/domain/generation.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { AssetId, DocumentId, EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { dependenciesOf, lastOf } from '../editing/order-steps.ts'
import { requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import { requestOf } from './plan-steps.ts'
import { imageKeyOf, resolveSteps, type ResolvedStep } from './resolve-steps.ts'

/** As the panel for local fills begins with. */
const colorAdaptation = 0.5

interface RunnerEvents {
  readonly emit: (id: EditPlanId) => void
  /** A plan of this batch has ended. */
  readonly onEnded: (id: EditPlanBatchId) => void
  /** Whether this process runs it. Another one may still be at it. */
  readonly isDriven: (id: EditPlanBatchId) => boolean
}

export interface PlanRunner {
  /** Cancels what has not been sent; what is under way is finished and kept. */
  stop(id: EditPlanId): Promise<void>
  /** Starts every step whose inputs are done, and merges all of them at the end. Does not reject. */
  advance(id: EditPlanId): Promise<void>
}

/** The next steps of a plan begin when a job of it ends. One plan at a time, so that no step begins twice. */
export function createPlanRunner(options: EditPlansOptions, { emit, onEnded, isDriven }: RunnerEvents): PlanRunner {
  const { database, jobs, logger } = options
  const makeImage = createImageMaker(options)
  const startStep = createStepStarter(options)
  const turns = new Map<EditPlanId, Promise<void>>()
  const stops = { running: new Set<EditPlanId>(), counts: new Map<EditPlanId, number>() }
  const starting = new Map<EditPlanId, Promise<void>>()

  async function step(id: EditPlanId): Promise<void> {
    const count = stops.counts.get(id)
    const isStopped = () => stops.running.has(id) || stops.counts.get(id) !== count
    const plan = await database.call('editPlans.find', { id })
    // It is gone with its document; what is under way is filed as usual.
    if (!plan?.isRunning || plan.run === null || isStopped()) return
    const { run, documentId, batchId } = plan
    if (batchId !== null && !isDriven(batchId)) return
    const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id }))
    const ready = resolved.filter(({ state }) => state === 'missing')
    for (const each of ready) {
      const sourceId = await makeImage(id, run, inputsOf(each, resolved), { kind: 'input', documentId: null })
      if (isStopped()) return
      const begun = startStep(id, run, each, sourceId)
      starting.set(id, begun)
      await begun
    }
    if (ready.length > 0) return step(id)
    if (resolved.some(({ state }) => state === 'queued' || state === 'running')) return
    if (resolved.every(({ state }) => state === 'done')) {
      await makeImage(id, run, resolved, { kind: 'result', documentId })
      if (isStopped()) return
    }
    await database.call('editPlans.end', { id })
    if (batchId !== null) onEnded(batchId)
  }

  function advance(id: EditPlanId): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve())
      .then(() => step(id))
      .catch(async (thrown: unknown) => {
        logger.error('edit-plans.stopped', { id, error: thrown })
        await database.call('editPlans.end', { id }).catch(() => undefined)
        const batchId = (await database.call('editPlans.find', { id }).catch(() => null))?.batchId ?? null
        if (batchId !== null) onEnded(batchId)
      })
      .then(() => emit(id))
    turns.set(id, turn)
    return turn
  }

  jobs.onChanged(({ editPlanId, state, operation }) => {
    if (!editPlanId || operation === 'merge') return
    if (state === 'queued' || state === 'running') emit(editPlanId)
    else void advance(editPlanId)
  })

  return {
    advance,
    stop: createStop(options, { stops, starting, emit }),
  }
}

interface Stopping extends Pick<RunnerEvents, 'emit'> {
  /** A plan that is being stopped begins no further step, and what it began before does not go on after it. */
  readonly stops: { readonly running: Set<EditPlanId>; readonly counts: Map<EditPlanId, number> }
  /** The step of each that was queued last, or is being queued. */
  readonly starting: ReadonlyMap<EditPlanId, Promise<void>>
}

/** A plan counts as running until nothing of it is being queued. A merge is not waited for: it may be paused. */
function createStop(options: EditPlansOptions, { stops, starting, emit }: Stopping): PlanRunner['stop'] {
  const { database, jobs } = options
  return async (id) => {
    const { run } = await requirePlan(options, id)
    const cancelUnsent = async () => {
      if (run === null) return
      const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id }))
      for (const { tried } of resolved) if (tried?.job && isUnsent(tried.job)) await jobs.cancel(tried.job.id)
    }
    stops.counts.set(id, (stops.counts.get(id) ?? 0) + 1)
    stops.running.add(id)
    try {
      await cancelUnsent()
      // On disk after it, or nowhere.
      await starting.get(id)?.catch(() => undefined)
      await cancelUnsent()
      await database.call('editPlans.end', { id })
    } finally {
      stops.running.delete(id)
    }
    emit(id)
  }
}

/** It waits, or is being prepared; of a killed process it is known no better. */
function isUnsent({ state, phase }: JobSnapshot): boolean {
  return state === 'queued' || (state === 'running' && phase === 'preparing')
}

function inputsOf({ needs }: ResolvedStep, all: readonly ResolvedStep[]): readonly ResolvedStep[] {
  return needs.map((at) => all[at]!)
}

interface ImagePurpose {
  readonly kind: 'input' | 'result'
  /** Where its card is shown; null = nowhere. */
  readonly documentId: DocumentId | null
}

/** Returns the image with the results of these steps, merged if no single one of them holds all. */
function createImageMaker({ database, jobs }: EditPlansOptions) {
  return async (
    id: EditPlanId,
    { sourceId, steps, agent }: EditPlanRun,
    merged: readonly ResolvedStep[],
    { kind, documentId }: ImagePurpose,
  ): Promise<AssetId> => {
    if (merged.length === 0) return sourceId
    const dependencies = dependenciesOf(steps)
    const indexes = merged.map(({ step }) => steps.indexOf(step))
    const last = kind === 'input' ? lastOf(indexes, dependencies) : null
    if (last !== null) return merged.at(-1)!.resultId!
    const key = imageKeyOf(sourceId, merged)
    const known = await database.call('editPlans.image', { id, key })
    if (known !== null) return known
    const parts = await Promise.all(
      merged.map(async ({ step: { growPx, featherPx, mask, maskName }, resultId }) => {
        const maskPng = await maskOf({ database }, id, mask, maskName)
        return { growPx, featherPx, from: resultId!, maskPng }
      }),
    )
    // An image between two steps shows no card.
    const hidden = kind === 'input' ? { editPlanId: id } : {}
    const job = await jobs.edits.mergeParts({ documentId, onto: sourceId, parts, agent, ...hidden })
    const { resultId, error } = await jobs.finished(job.id)
    if (resultId === null) throw new AppError(error?.code ?? 'request/cancelled', error?.message ?? '')
    await database.call('editPlans.noteImage', { id, key, assetId: resultId })
    return resultId
  }
}

async function maskOf(
  { database }: Pick<EditPlansOptions, 'database'>,
  id: EditPlanId,
  digest: string | null,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const png = digest === null ? null : await database.call('editPlans.mask', { id, digest })
  if (png === null) throw new AppError('storage/not-found', messages.maskGone({ name }))
  return png
}

function createStepStarter({ database, jobs }: EditPlansOptions) {
  async function begin(
    id: EditPlanId,
    { runId, agent }: EditPlanRun,
    { step, key }: ResolvedStep,
    sourceId: AssetId,
  ): Promise<string | null> {
    const maskPng = await maskOf({ database }, id, step.mask, step.maskName)
    const { growPx, featherPx, model, fillModel } = step
    if (model === null) {
      const seed = step.seed === null ? null : Number(step.seed)
      const local = {
        documentId: null,
        assetId: sourceId,
        model: fillModel,
        samplingPng: null,
        seed,
        editPlanId: id,
        agent,
      }
      const { fill } = jobs
      const job = await fill({ ...local, maskPng, growPx, featherPx, colourAdaptation: colorAdaptation })
      await database.call('editPlans.noteStep', { id, key: key!, jobId: job.id, problem: null })
      return null
    }
    const { hasMask: _hasMask, ...request } = requestOf(step, model, sourceId)
    const trace = { [editPlanTrace]: id, [editStepTrace]: key!, ...(agent !== null && { [agentTrace]: agent }) }
    const masked: GenerationRequest = { ...request, maskBounds: null, maskPng, trace }
    // The price of the whole plan was approved with the click that started it.
    const [queued] = await jobs.run([masked], { runId, approve: () => Promise.resolve(true) })
    return queued !== undefined && 'error' in queued ? queued.error.message : null
  }

  return async (...args: Parameters<typeof begin>): Promise<void> => {
    const [id, , { key }] = args
    const problem = await begin(...args).catch((thrown: unknown) => toErrorData(thrown).message)
    if (problem !== null) await database.call('editPlans.noteStep', { id, key: key!, jobId: null, problem })
  }
}
