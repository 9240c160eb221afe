import { randomUUID } from 'node:crypto'
import { batchImagesMax, type PlanBatchView, type StoredBatchImage } from '../../shared/domain/edit-plan-batch.ts'
import type { EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { isLocalJob } from '../jobs/index.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createBatchQuoter, type BatchWork } from './batch-work.ts'
import type { PlanRunner } from './create-plan-runner.ts'
import { requireBatch, requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import { createMaskFinder } from './find-mask.ts'
import type { PlanBatches, BatchPreparation, StartOptions, WantedBatch } from './plan-batches.ts'
import type { Quoter } from './quote-steps.ts'
import { resolveSteps, type ResolvedStep } from './resolve-steps.ts'
import { createBatchReader } from './view-batch.ts'

/** Images that are edited at the same time: each has steps that wait for each other. */
const imagesAtOnce = 4
/** What was prepared and not begun is kept this long. */
const keptUnbegunMs = 24 * 3_600_000

export interface BatchRunner extends PlanBatches {
  /** A plan has changed. */
  noteChanged(planId: EditPlanId): void
  /** A plan has ended: the next one begins. */
  noteEnded(id: EditPlanBatchId): void
  /** Continues those of this kind of program. */
  resumeRunning(): Promise<void>
}

export function createPlanBatches(options: EditPlansOptions, quoter: Quoter, runner: PlanRunner): BatchRunner {
  const { database, logger, startedBy } = options
  const { on: onChanged, emit } = createEmitter<[id: EditPlanBatchId]>()
  const batchOf = new Map<EditPlanId, EditPlanBatchId>()
  const reader = createBatchReader(options)
  const work = createBatchQuoter(options, quoter)

  /** Lets as many plans run as there is room for. */
  async function pump(id: EditPlanBatchId): Promise<void> {
    try {
      const next = await database.call('planBatches.takeTurns', { id, most: imagesAtOnce })
      for (const planId of next) void runner.advance(planId)
    } catch (error) {
      logger.error('edit-plans.batch-stopped', { id, error })
    }
    emit(id)
  }

  async function start(id: EditPlanBatchId, how: StartOptions = {}): Promise<void> {
    const { state } = await requireBatch(options, id)
    if (state === 'running') throw new AppError('request/invalid', messages.batchRunning)
    const planned = await work.plan(id, how)
    if (planned.length === 0) throw new AppError('request/invalid', messages.nothingToRun)
    await admit(options, planned, how)
    for (const each of planned) await beginAnew(options, each)
    const planIds = planned.map(({ planId }) => planId)
    for (const planId of planIds) batchOf.set(planId, id)
    await database.call('planBatches.setWaiting', { planIds, isWaiting: true })
    await database.call('planBatches.setState', { id, state: 'running' })
    await pump(id)
  }

  async function note(id: EditPlanBatchId): Promise<readonly StoredBatchImage[]> {
    const images = await database.call('planBatches.images', { id })
    for (const { planId } of images) batchOf.set(planId, id)
    return images
  }

  return {
    prepare: createPreparer(options, reader.view),
    view: reader.view,
    async latestOf(templateId) {
      const id = await database.call('planBatches.latestOf', { templateId, startedBy })
      return id === null ? null : reader.view(id)
    },
    quote: work.quote,
    start,
    ...createInterruption(options, runner, { note, pump, emit }),
    async remove(id) {
      await database.call('planBatches.remove', { id })
    },
    onChanged,
    noteChanged(planId) {
      const id = batchOf.get(planId)
      if (id !== undefined) emit(id)
    },
    noteEnded: (id) => void pump(id),
    async resumeRunning() {
      for (const id of await database.call('planBatches.running', { startedBy })) {
        await note(id)
        await pump(id)
      }
    },
  }
}

interface BatchTurns {
  readonly note: (id: EditPlanBatchId) => Promise<readonly StoredBatchImage[]>
  readonly pump: (id: EditPlanBatchId) => Promise<void>
  readonly emit: (id: EditPlanBatchId) => void
}

function createInterruption(
  options: EditPlansOptions,
  runner: PlanRunner,
  { note, pump, emit }: BatchTurns,
): Pick<PlanBatches, 'stop' | 'resume'> {
  const { database } = options
  return {
    async stop(id) {
      await requireBatch(options, id)
      await database.call('planBatches.setState', { id, state: 'ended' })
      const images = await note(id)
      const planIds = images.map(({ planId }) => planId)
      await database.call('planBatches.setWaiting', { planIds, isWaiting: false })
      for (const { planId, isRunning } of images) if (isRunning) await runner.stop(planId)
      emit(id)
    },
    async resume(id) {
      const images = await note(id)
      for (const { planId, isRunning } of images) if (isRunning) await resumePlan(options, planId)
      for (const { planId, isRunning } of images) if (isRunning) void runner.advance(planId)
      await pump(id)
    },
  }
}

async function admit(
  { ledger }: EditPlansOptions,
  planned: readonly BatchWork[],
  { approve }: StartOptions,
): Promise<void> {
  const services = [...new Set(planned.flatMap((each) => each.services))]
  const askUser = approve && ((over: Omit<Parameters<typeof approve>[0], 'services'>) => approve({ ...over, services }))
  const estimates = planned.flatMap((each) => each.estimates)
  const settle = await ledger.admit({ runId: null, estimates, approve: askUser })
  await settle()
}

async function beginAnew({ database }: EditPlansOptions, { planId, draft, steps, again }: BatchWork): Promise<void> {
  if (again.length > 0) await database.call('editPlans.forgetSteps', { id: planId, keys: again })
  await database.call('editPlans.save', { id: planId, steps: draft.steps })
  const run = { runId: randomUUID(), sourceId: draft.sourceId, steps: [...steps] }
  await database.call('planBatches.setRun', { planId, run })
}

/** Waits for what a killed process has sent; what it did on this computer begins again. */
async function resumePlan(options: EditPlansOptions, id: EditPlanId): Promise<void> {
  const { database, jobs } = options
  const { run } = await requirePlan(options, id)
  if (run === null) return
  await jobs.resumeRuns([run.runId])
  const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id }))
  const keys = resolved.flatMap((each) => (isLeftHere(each) ? [each.key!] : []))
  if (keys.length > 0) await database.call('editPlans.forgetSteps', { id, keys })
}

/** Nothing of this process is under way yet: a local job that is not done was left by the other one. */
function isLeftHere({ tried }: ResolvedStep): boolean {
  const job = tried?.job ?? null
  return job !== null && isLocalJob(job) && job.state !== 'done'
}

function createPreparer(
  options: EditPlansOptions,
  view: (id: EditPlanBatchId) => Promise<PlanBatchView>,
): PlanBatches['prepare'] {
  const { database, assets, clock, startedBy } = options
  const masksFor = createMaskFinder(options)

  async function prepareImage(
    { id, recipe: { steps, masks } }: WantedBatch,
    sourceId: WantedBatch['sourceIds'][number],
    position: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const planId = newId<EditPlanId>(clock.nowMs())
    await database.call('planBatches.addImage', { id, planId, sourceId, position })
    const used = steps.filter(({ isOn }) => isOn)
    try {
      const image = await assets.records.require(sourceId)
      const found = await masksFor(used, image, async (digest) => masks.get(digest) ?? null, signal)
      for (const { digest, png } of found) await database.call('editPlans.addMask', { id: planId, digest, png })
      const masked = used.map((step, at) => ({ ...step, mask: found[at]!.digest }))
      const warnings = [...new Set(found.flatMap(({ warning }) => warning ?? []))]
      await database.call('planBatches.settleImage', { planId, steps: masked, problem: null, warnings })
    } catch (thrown) {
      throwIfAborted(signal)
      const problem = toErrorData(thrown).message
      await database.call('planBatches.settleImage', { planId, steps: used, problem, warnings: [] })
    }
  }

  return async (wanted, { signal, onProgress }: BatchPreparation = {}) => {
    const { id, templateId, recipe } = wanted
    const sourceIds = [...new Set(wanted.sourceIds)]
    if (sourceIds.length > batchImagesMax) {
      throw new AppError('request/invalid', messages.tooManyImages({ max: batchImagesMax }))
    }
    if (!recipe.steps.some(({ isOn }) => isOn)) throw new AppError('request/invalid', messages.stepsUnready)
    const now = clock.nowMs()
    await database.call('planBatches.sweep', { beforeMs: now - keptUnbegunMs, except: id })
    await database.call('planBatches.remove', { id })
    await database.call('planBatches.add', { id, templateId, name: recipe.name, startedBy, createdAtMs: now })
    try {
      for (const [position, sourceId] of sourceIds.entries()) {
        throwIfAborted(signal)
        await prepareImage(wanted, sourceId, position, signal)
        onProgress?.(position + 1, sourceIds.length)
      }
      await database.call('planBatches.setState', { id, state: 'ready' })
    } catch (thrown) {
      await database.call('planBatches.remove', { id })
      throw thrown
    }
    return view(id)
  }
}
