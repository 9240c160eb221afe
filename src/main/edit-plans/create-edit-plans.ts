import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { EditPlanView, PlannedStep, EditStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import * as errors from '../../shared/messages/en/edit-plan-errors.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { isLocalJob } from '../jobs/index.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createPlanRunner, type PlanRunner } from './create-plan-runner.ts'
import { createPlanBatches, type BatchRunner } from './create-plan-batches.ts'
import type { EditPlans } from './edit-plans.ts'
import { requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import { cannotWritePlan } from '../../shared/messages/en/plan-file.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { createMaskFinder } from './find-mask.ts'
import { readPlanFile, renderPlan } from './plan-file.ts'
import { createQuoter } from './quote-steps.ts'
import { imageKeyOf, canRunAgain, resolveSteps, tryOf, type ResolvedStep } from './resolve-steps.ts'

/** Plans of documents, and of batches of images, over one queue. */
export function createEditPlans(options: EditPlansOptions): {
  readonly plans: EditPlans
  readonly batches: BatchRunner
} {
  const { database, clock } = options
  const { on: onChanged, emit } = createEmitter<[id: EditPlanId]>()
  const quoter = createQuoter(options)
  const runner = createPlanRunner(options, {
    emit(id) {
      emit(id)
      batches.noteChanged(id)
    },
    onEnded: (batchId) => batches.noteEnded(batchId),
    isDriven: (batchId) => batches.isDriven(batchId),
  })
  const batches = createPlanBatches(options, quoter, runner)
  const view = createPlanViewer(options)

  const plans: EditPlans = {
    async open(documentId) {
      await database.call('editPlans.add', { id: newId<EditPlanId>(clock.nowMs()), documentId })
      const plan = await database.call('editPlans.ofDocument', { documentId })
      if (plan === null) throw new AppError('storage/not-found', messages.planGone)
      const { id, steps, run } = plan
      const digests = [...steps, ...(run?.steps ?? [])].flatMap(({ mask }) => mask ?? [])
      await database.call('editPlans.keepMasks', { id, digests })
      return view(id)
    },
    view,
    async save(id, steps) {
      if ((await database.call('editPlans.save', { id, steps })) === 0) {
        throw new AppError('storage/not-found', messages.planGone)
      }
    },
    addMask: createMaskAdder(options),
    quote: quoter.quote,
    async run(id, draft, { approve } = {}) {
      const steps = await quoter.requireReady(id, draft, approve)
      await forgetFailed(options, id, draft.sourceId, steps)
      const run = { runId: randomUUID(), sourceId: draft.sourceId, steps, agent: null }
      await database.call('editPlans.save', { id, steps: draft.steps })
      await database.call('editPlans.start', { id, run })
      await runner.advance(id)
    },
    stop: runner.stop,
    resumeRunning: createResumer(options, { batches, runner }),
    ofDocuments: () => database.call('editPlans.ofDocuments', null),
    ...createPlanFiles(options),
    onChanged,
  }
  return { plans, batches }
}

interface ResumerNeeds {
  readonly batches: Pick<BatchRunner, 'findRunning'>
  readonly runner: Pick<PlanRunner, 'advance'>
}

/** Whoever began them may not be there: what costs money waits in the queue until it is released. */
function createResumer(options: EditPlansOptions, { batches, runner }: ResumerNeeds): EditPlans['resumeRunning'] {
  const { database, jobs, startedBy } = options
  return async () => {
    const drive = await batches.findRunning()
    for (const id of await database.call('editPlans.running', { startedBy })) {
      const { run } = await requirePlan(options, id)
      if (run !== null) {
        jobs.holdRuns([run.runId])
        await forgetFailed(options, id, run.sourceId, run.steps, isInterruptedHere)
      }
      await runner.advance(id)
    }
    await drive()
  }
}

function createPlanViewer(options: EditPlansOptions): EditPlans['view'] {
  const { database, assets } = options
  async function view(id: EditPlanId): Promise<EditPlanView> {
    const { steps, run, isRunning } = await requirePlan(options, id)
    const shown = { id, steps, isRunning }
    if (run === null) return { ...shown, states: [], resultId: null, measured: null }
    const resolved = resolveSteps(run.sourceId, run.steps, await database.call('editPlans.tried', { id }))
    const resultId = await database.call('editPlans.image', { id, key: imageKeyOf(run.sourceId, resolved) })
    const recipe = resultId === null ? null : (await assets.records.require(resultId)).recipe
    const measured = recipe && {
      changedInside: recipe.changedInside ?? 0,
      changedOutside: recipe.changedOutside ?? 0,
    }
    return { ...shown, states: resolved.map(stateOf), resultId, measured }
  }
  return view
}

function stateOf({ step: { id }, state, tried, resultId, problem }: ResolvedStep): EditPlanView['states'][number] {
  return { id, state, resultId, problem, job: tried?.job ?? null }
}

/** Work on this computer ends with the program: it is free, and begins again. */
function isInterruptedHere({ tried }: ResolvedStep): boolean {
  return tried?.job?.state === 'failed' && isLocalJob(tried.job)
}

async function forgetFailed(
  { database }: Pick<EditPlansOptions, 'database'>,
  id: EditPlanId,
  sourceId: AssetId,
  steps: readonly PlannedStep[],
  isWanted: (step: ResolvedStep) => boolean = () => true,
): Promise<void> {
  const resolved = resolveSteps(sourceId, steps, await database.call('editPlans.tried', { id }))
  const tries = resolved.filter((each) => canRunAgain(each) && isWanted(each)).flatMap(tryOf)
  if (tries.length > 0) await database.call('editPlans.forgetSteps', { id, tries })
}

function createMaskAdder({ database, assets, imaging }: EditPlansOptions): EditPlans['addMask'] {
  return async (id, sourceId, maskPng) => {
    await requirePlan({ database }, id)
    const { widthPx, heightPx } = await assets.records.require(sourceId)
    const bounds = await imaging.measureMask({ maskPng, size: { widthPx, heightPx } })
    const digest = createHash('sha256').update(maskPng).digest('hex')
    if (bounds !== null) await database.call('editPlans.addMask', { id, digest, png: maskPng })
    return { digest, bounds }
  }
}

/** The plan of a document as a file, and as a recipe for other images. */
function createPlanFiles(
  options: EditPlansOptions,
): Pick<EditPlans, 'saveFile' | 'openFile' | 'readFile' | 'recipeOf'> {
  const { database, assets, imaging } = options
  const masksFor = createMaskFinder(options)

  async function maskOf(id: EditPlanId, { mask, maskName: name }: EditStep): Promise<Uint8Array<ArrayBuffer>> {
    if (mask === null) throw new AppError('request/invalid', errors.maskEmpty({ name }))
    const png = await database.call('editPlans.mask', { id, digest: mask })
    if (png === null) throw new AppError('storage/not-found', errors.maskGone({ name }))
    return png
  }

  const recipeOf: EditPlans['recipeOf'] = async (id, { name, steps }) => {
    await requirePlan(options, id)
    const masks = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const step of steps) {
      if (step.rule === null && step.isOn) masks.set(step.mask ?? '', await maskOf(id, step))
    }
    return { name, steps, masks }
  }

  return {
    recipeOf,
    readFile: (path) => readPlanFile(path, imaging),
    async saveFile(id, { name, steps }, path) {
      // Steps that are off are saved, too.
      const { masks } = await recipeOf(id, { name, steps: steps.map((step) => ({ ...step, isOn: true })) })
      await writeFile(path, renderPlan({ name, steps, masks })).catch((thrown: unknown) => {
        throw toFileError(thrown, cannotWritePlan({ name: basename(path) }))
      })
    },
    async openFile(id, sourceId, path, signal) {
      await requirePlan(options, id)
      const { name, steps, masks } = await readPlanFile(path, imaging)
      const image = await assets.records.require(sourceId)
      const opened: EditStep[] = []
      const warnings = new Set<string>()
      for (const step of steps) {
        try {
          const [found] = await masksFor([step], image, async (digest) => masks.get(digest) ?? null, signal)
          const { digest, png, warning } = found!
          await database.call('editPlans.addMask', { id, digest, png })
          if (warning !== null) warnings.add(warning)
          opened.push({ ...step, mask: digest })
        } catch (thrown) {
          throwIfAborted(signal)
          // The step stays: its rule may find something on other images.
          warnings.add(toErrorData(thrown).message)
          opened.push({ ...step, mask: null })
        }
      }
      return { name, steps: opened, warnings: [...warnings] }
    },
  }
}
