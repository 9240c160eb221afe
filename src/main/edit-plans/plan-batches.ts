import { randomUUID } from 'node:crypto'
import {
  type BatchDriver,
  batchImagesMax,
  type PlanBatchQuote,
  type PlanBatchView,
  type StoredBatchImage,
} from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { sumCosts } from '../../shared/util/sum-costs.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { isLocalJob } from '../jobs/index.ts'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'
import { newId } from '../platform/pure/new-id.ts'
import { type BatchQuoter, type BatchWork, createBatchQuoter, type StartOptions } from './batch-work.ts'
import type { PlanRunner } from './create-plan-runner.ts'
import { type EditPlansOptions, requireBatch, requirePlan } from './edit-plans-options.ts'
import { createMaskFinder } from './find-mask.ts'
import type { PlanRecipe } from './plan-file.ts'
import type { Quoter } from './quote-steps.ts'
import { type ResolvedStep, resolveSteps, tryOf } from './resolve-steps.ts'
import { createBatchReader } from './view-batch.ts'

export interface WantedBatch {
  /** Chosen by the caller, so that it can be found after a kill. */
  readonly id: EditPlanBatchId
  /** The plan of the document it is started from; null = a file. */
  readonly templateId: EditPlanId | null
  readonly recipe: PlanRecipe
  /** Each is edited once. */
  readonly sourceIds: readonly AssetId[]
  /** The agent that asked for it; absent = a person did. */
  readonly agent?: string | null
}

export interface BatchPreparation {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (done: number, total: number) => void
}

export interface TakenUp {
  readonly ids: readonly EditPlanBatchId[]
  /** How many another process is still at. */
  readonly left: number
}

/** Edit plans that are run on several images: a plan for each, a few at a time. */
export interface PlanBatches {
  /** Finds or scales the masks for each image. Sends nothing. @throws request/invalid, storage/*, request/cancelled */
  prepare(wanted: WantedBatch, options?: BatchPreparation): Promise<PlanBatchView>
  /** @throws storage/not-found */
  view(id: EditPlanBatchId): Promise<PlanBatchView>
  /** The newest one that was begun of a document's plan, or with null of any plan or file; null = none. */
  latestOf(templateId: EditPlanId | null): Promise<PlanBatchView | null>
  /** What a start would make and cost. Sends nothing. */
  quote(id: EditPlanBatchId, options?: Pick<StartOptions, 'retriesUncertain'>): Promise<PlanBatchQuote>
  /**
   * Makes what is missing. Nothing that may have been billed is made again unless that is asked for.
   * @throws request/invalid if there is nothing to make, money/*, request/cancelled
   */
  start(id: EditPlanBatchId, options?: StartOptions): Promise<void>
  /** Begins nothing more and cancels what has not been sent; what is under way is finished and kept. */
  stop(id: EditPlanBatchId): Promise<void>
  /** Goes on with a batch of a process that was killed; nothing is sent twice. For commands: only its own batch. */
  resume(id: EditPlanBatchId): Promise<void>
  /**
   * Ends batches that agents began, once the process that ran them has ended: what was sent is finished and kept, and what
   * is left and costs money is not sent, as nobody has asked this process for it. What is free goes on. For the processes
   * that serve agents: each batch goes to one of them.
   */
  takeUp(): Promise<TakenUp>
  /** Forgets it; its images stay. */
  remove(id: EditPlanBatchId): Promise<void>
  onChanged(listener: (id: EditPlanBatchId) => void): () => void
}

/** Images that are edited at the same time: each has steps that wait for each other. */
const imagesAtOnce = 4
/** What was prepared and not begun is kept this long. */
const keptUnbegunMs = 24 * 3_600_000

export interface BatchRunner extends PlanBatches {
  /** A plan has changed. */
  noteChanged(planId: EditPlanId): void
  /** A plan has ended: the next one begins. */
  noteEnded(id: EditPlanBatchId): void
  /** Whether this process runs it: it began it, or took it up. */
  isDriven(id: EditPlanBatchId): boolean
  /** Takes up those of this kind of program; returns what gives the waiting plans of them their turns. */
  findRunning(): Promise<() => Promise<void>>
}

export function createPlanBatches(options: EditPlansOptions, quoter: Quoter, runner: PlanRunner): BatchRunner {
  const { database, logger } = options
  const { on: onChanged, emit } = createEmitter<[id: EditPlanBatchId]>()
  const batchOf = new Map<EditPlanId, EditPlanBatchId>()
  const driven = new Set<EditPlanBatchId>()
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

  async function note(id: EditPlanBatchId): Promise<readonly StoredBatchImage[]> {
    const images = await database.call('planBatches.images', { id })
    for (const { planId } of images) batchOf.set(planId, id)
    return images
  }

  const interruption = createInterruption(options, runner, { driven, note, pump, emit })
  return {
    prepare: createPreparer(options, reader.view),
    view: reader.view,
    async latestOf(templateId) {
      const id = await database.call('planBatches.latestOf', { templateId, startedBy: options.startedBy })
      return id === null ? null : reader.view(id)
    },
    quote: work.quote,
    start: createStarter(options, work, { driven, batchOf, pump }),
    ...interruption,
    takeUp: createTakeUp(options, { ...interruption, driven, note, remaining: work.remaining, runner }),
    async remove(id) {
      await database.call('planBatches.remove', { id })
    },
    onChanged,
    noteChanged(planId) {
      const id = batchOf.get(planId)
      if (id !== undefined) emit(id)
    },
    noteEnded: (id) => void pump(id),
    isDriven: (id) => driven.has(id),
    findRunning: createRunningFinder(options, { driven, note, pump, emit }),
  }
}

interface StartNeeds extends Pick<BatchTurns, 'driven' | 'pump'> {
  readonly batchOf: Map<EditPlanId, EditPlanBatchId>
}

/** Everything is planned and admitted before the one change that begins it. */
function createStarter(
  options: EditPlansOptions,
  work: BatchQuoter,
  { driven, batchOf, pump }: StartNeeds,
): PlanBatches['start'] {
  const { database, clock } = options
  return async (id, how = {}) => {
    const { state } = await requireBatch(options, id)
    if (state === 'running') throw new AppError('request/invalid', messages.batchRunning)
    const planned = await work.plan(id, how)
    if (planned.length === 0) throw new AppError('request/invalid', messages.nothingToRun)
    await admit(options, planned, how)
    const plans = planned.map((each) => toStart(each, how))
    const driver = { pid: process.pid, atMs: clock.nowMs() }
    if (!(await database.call('planBatches.begin', { id, driver, plans }))) {
      throw new AppError('request/invalid', messages.batchRunning)
    }
    driven.add(id)
    for (const { planId } of plans) batchOf.set(planId, id)
    await pump(id)
  }
}

interface BatchTurns {
  readonly driven: Set<EditPlanBatchId>
  readonly note: (id: EditPlanBatchId) => Promise<readonly StoredBatchImage[]>
  readonly pump: (id: EditPlanBatchId) => Promise<void>
  readonly emit: (id: EditPlanBatchId) => void
}

function createRunningFinder(
  options: EditPlansOptions,
  { driven, note, pump }: BatchTurns,
): BatchRunner['findRunning'] {
  const { database, startedBy } = options
  return async () => {
    const ids = await database.call('planBatches.running', { startedBy })
    for (const id of ids) driven.add(id)
    return async () => {
      for (const id of ids) {
        await holdUnended(options, await note(id))
        await pump(id)
      }
    }
  }
}

/** Whoever began them may not be there: what costs money waits in the queue until it is released. */
async function holdUnended(options: EditPlansOptions, images: readonly StoredBatchImage[]): Promise<void> {
  const runIds: string[] = []
  for (const { planId, isWaiting, isRunning } of images) {
    const run = isWaiting || isRunning ? (await requirePlan(options, planId)).run : null
    if (run !== null) runIds.push(run.runId)
  }
  options.jobs.holdRuns(runIds)
}

function createInterruption(
  options: EditPlansOptions,
  runner: PlanRunner,
  { driven, note, pump, emit }: BatchTurns,
): Pick<PlanBatches, 'stop' | 'resume'> {
  const { database } = options
  return {
    async stop(id) {
      await requireBatch(options, id)
      const planIds = (await note(id)).map(({ planId }) => planId)
      await database.call('planBatches.setWaiting', { planIds, isWaiting: false })
      const running = (await note(id)).filter(({ isRunning }) => isRunning)
      // At once: each waits for what it is queuing.
      await Promise.all(running.map(async ({ planId }) => runner.stop(planId)))
      // Last: killed before this, it is still running, and whoever finds it so ends it.
      await database.call('planBatches.setState', { id, state: 'ended' })
      emit(id)
    },
    async resume(id) {
      driven.add(id)
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

function toStart({ planId, draft, steps, again, estimates }: BatchWork, { agent = null }: StartOptions) {
  const cost = sumCosts(estimates)
  const run = { runId: randomUUID(), sourceId: draft.sourceId, steps: [...steps], agent, cost }
  return { planId, steps: draft.steps, run, again }
}

interface TakeUpNeeds
  extends Pick<BatchTurns, 'driven' | 'note'>, Pick<PlanBatches, 'resume' | 'stop'>, Pick<BatchQuoter, 'remaining'> {
  readonly runner: PlanRunner
}

/** In one process at a time: the change of its driver is one step, and only follows one that has ended. */
function createTakeUp(options: EditPlansOptions, needs: TakeUpNeeds): PlanBatches['takeUp'] {
  const { database, clock } = options
  const { driven, note, resume, stop, remaining, runner } = needs

  /** Nobody has asked this process for it: what costs money is not sent. */
  async function goOn(id: EditPlanBatchId): Promise<void> {
    if ((await remaining(id)).every((usd) => usd === 0)) return resume(id)
    const images = await note(id)
    // First: an image that ends by being taken up, as one whose request is lost, would give its turn to the next.
    const planIds = images.map(({ planId }) => planId)
    await database.call('planBatches.setWaiting', { planIds, isWaiting: false })
    driven.add(id)
    const running = images.filter(({ isRunning }) => isRunning)
    for (const { planId } of running) await resumePlan(options, planId, 'held')
    await stop(id)
    // A step that began meanwhile is canceled, too.
    for (const { planId } of running) {
      await runner.advance(planId)
      await runner.stop(planId)
    }
  }

  return async () => {
    const ids: EditPlanBatchId[] = []
    let left = 0
    for (const id of await database.call('planBatches.running', { startedBy: 'agent' })) {
      const batch = await database.call('planBatches.find', { id })
      if (batch === null || driven.has(id)) continue
      const driver = { pid: process.pid, atMs: clock.nowMs() }
      const isTaken =
        !isAtWork(batch.driver) && (await database.call('planBatches.takeUp', { id, from: batch.driver, driver }))
      if (isTaken) await goOn(id)
      if (isTaken) ids.push(id)
      else left++
    }
    return { ids, left }
  }
}

/** One with this process's ID that is unknown here was an earlier process with the same ID. */
function isAtWork(driver: BatchDriver | null): boolean {
  return driver !== null && driver.pid !== process.pid && mayStillRun(driver.pid, driver.atMs)
}

/** Waits for what a killed process has sent; what it did on this computer begins again. */
async function resumePlan(options: EditPlansOptions, id: EditPlanId, unsent: 'sent' | 'held' = 'sent'): Promise<void> {
  const { database, jobs } = options
  const { run } = await requirePlan(options, id)
  if (run === null) return
  if (unsent === 'held') jobs.holdRuns([run.runId])
  await jobs.resumeRuns([run.runId])
  const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id }))
  const tries = resolved.filter(isLeftHere).flatMap(tryOf)
  if (tries.length > 0) await database.call('editPlans.forgetSteps', { id, tries })
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
    const { id, templateId, recipe, agent = null } = wanted
    const sourceIds = [...new Set(wanted.sourceIds)]
    if (sourceIds.length > batchImagesMax) {
      throw new AppError('request/invalid', messages.tooManyImages({ max: batchImagesMax }))
    }
    if (!recipe.steps.some(({ isOn }) => isOn)) throw new AppError('request/invalid', messages.stepsUnready)
    const now = clock.nowMs()
    await database.call('planBatches.sweep', { beforeMs: now - keptUnbegunMs, except: id })
    await database.call('planBatches.remove', { id })
    await database.call('planBatches.add', {
      id,
      templateId,
      name: recipe.name,
      startedBy: agent === null ? startedBy : 'agent',
      createdAtMs: now,
    })
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
