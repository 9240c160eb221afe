import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DocumentPlan, EditPlanQuote, EditPlanView, EditStep, PlannedStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId, DocumentId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { cannotWritePlan } from '../../shared/messages/en/plan-file.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import { isLocalJob } from '../jobs/index.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createPlanRunner, type PlanRunner } from './create-plan-runner.ts'
import { type EditPlansOptions, requirePlan } from './edit-plans-options.ts'
import { createMaskFinder } from './find-mask.ts'
import { type BatchRunner, createPlanBatches } from './plan-batches.ts'
import { type PlanRecipe, readPlanFile, renderPlan } from './plan-file.ts'
import { createQuoter, type EditPlanDraft } from './quote-steps.ts'
import { canRunAgain, imageKeyOf, type ResolvedStep, resolveSteps, tryOf } from './resolve-steps.ts'

export interface CapturedMask {
  readonly digest: string
  /** null = nothing is painted. */
  readonly bounds: Rect | null
}

export interface OpenedPlan {
  readonly name: string
  readonly steps: readonly EditStep[]
  readonly warnings: readonly string[]
}

/** Plans of several masked edits of one image, run as a group by the ordinary queue. */
export interface EditPlans extends Pick<PlanRunner, 'stop'> {
  /** The plan of a document, which is created with the first call. */
  open(documentId: DocumentId): Promise<EditPlanView>
  /** @throws storage/not-found */
  view(id: EditPlanId): Promise<EditPlanView>
  /** Keeps the steps as shown. */
  save(id: EditPlanId, steps: readonly EditStep[]): Promise<void>
  /** Keeps a mask of the size of the image. @throws request/invalid */
  addMask(id: EditPlanId, sourceId: AssetId, maskPng: Uint8Array): Promise<CapturedMask>
  /** What the steps without a result would send and cost. Sends nothing. */
  quote(id: EditPlanId, draft: EditPlanDraft, signal?: AbortSignal): Promise<EditPlanQuote>
  /**
   * Makes the steps that have no result yet, each once those it depends on are done, then merges all of them into one
   * image. Nothing that may have been paid for is sent again.
   * @throws provider/unsupported if a step cannot be made, money/*, request/cancelled
   */
  run(id: EditPlanId, draft: EditPlanDraft, options?: { readonly approve?: ApproveSpend | undefined }): Promise<void>
  /** Writes the steps with their masks to a file. @throws request/invalid if a mask is empty, storage/* */
  saveFile(id: EditPlanId, plan: Pick<PlanRecipe, 'name' | 'steps'>, path: string): Promise<void>
  /** Reads a plan, and finds or scales its masks for an image. @throws request/invalid, storage/* */
  openFile(id: EditPlanId, sourceId: AssetId, path: string, signal?: AbortSignal): Promise<OpenedPlan>
  /** Reads a plan with its masks, for any image. @throws request/invalid, storage/* */
  readFile(path: string): Promise<PlanRecipe>
  /** Those with steps, as last edited; newest first. */
  ofDocuments(): Promise<readonly DocumentPlan[]>
  /** The steps with their masks. @throws storage/not-found */
  recipeOf(id: EditPlanId, plan: Pick<PlanRecipe, 'name' | 'steps'>): Promise<PlanRecipe>
  /**
   * Continues the plans that were running when the program ended; steps that cost money wait in the queue until they are
   * released. Call after the queue has recovered.
   */
  resumeRunning(): Promise<void>
  onChanged(listener: (id: EditPlanId) => void): () => void
}

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
    if (mask === null) throw new AppError('request/invalid', messages.maskEmpty({ name }))
    const png = await database.call('editPlans.mask', { id, digest: mask })
    if (png === null) throw new AppError('storage/not-found', messages.maskGone({ name }))
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
