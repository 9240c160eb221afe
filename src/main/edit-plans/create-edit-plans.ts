import { createHash, randomUUID } from 'node:crypto'
import type { EditPlanQuote, EditPlanView, EditStep, PlannedStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { dependenciesOf, stagesOf } from '../editing/order-steps.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import { isLocalJob } from '../jobs/index.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createPlanRunner } from './create-plan-runner.ts'
import type { EditPlanDraft, EditPlans } from './edit-plans.ts'
import { requirePlan, type EditPlansOptions } from './edit-plans-options.ts'
import { planStep, type StepSource, type StepPlan } from './plan-steps.ts'
import { imageKeyOf, canRunAgain, resolveSteps, type ResolvedStep } from './resolve-steps.ts'

export function createEditPlans(options: EditPlansOptions): EditPlans {
  const { database, assets, clock } = options
  const { on: onChanged, emit } = createEmitter<[id: EditPlanId]>()
  const quoter = createQuoter(options)
  const runner = createPlanRunner(options, emit)

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

  return {
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
      const run = { runId: randomUUID(), sourceId: draft.sourceId, steps }
      await database.call('editPlans.save', { id, steps: draft.steps })
      await database.call('editPlans.start', { id, run })
      await runner.advance(id)
    },
    stop: runner.stop,
    async resumeRunning() {
      for (const id of await database.call('editPlans.running', null)) {
        const { run } = await requirePlan(options, id)
        if (run !== null) await forgetFailed(options, id, run.sourceId, run.steps, isInterruptedHere)
        await runner.advance(id)
      }
    },
    onChanged,
  }
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
  const keys = resolved.flatMap((each) => (canRunAgain(each) && isWanted(each) ? [each.key!] : []))
  if (keys.length > 0) await database.call('editPlans.forgetSteps', { id, keys })
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

interface Quoted {
  readonly plans: readonly StepPlan[]
  /** Of the steps that are on and can be made. */
  readonly resolved: readonly ResolvedStep[]
  /** Of the steps that would be made. */
  readonly estimates: readonly (number | null)[]
}

function createQuoter(options: EditPlansOptions) {
  const { database, assets, ledger } = options
  const boundsOf = createMeasure(options)

  async function planAll(id: EditPlanId, { sourceId, steps }: EditPlanDraft, signal?: AbortSignal): Promise<Quoted> {
    const image: StepSource = await assets.records.require(sourceId)
    const manager = await options.providers()
    const plans: StepPlan[] = []
    for (const step of steps.filter(({ isOn }) => isOn)) {
      throwIfAborted(signal)
      plans.push(await planStep(step, image, await boundsOf(id, step, image), manager))
    }
    const tried = await database.call('editPlans.tried', { id })
    const planned = plans.flatMap(({ step }) => step ?? [])
    const resolved = resolveSteps(sourceId, planned, tried)
    const made = new Set(resolved.filter((each) => isMade(each, resolved)).map(({ step }) => step.id))
    return { plans, resolved, estimates: plans.filter(({ id: own }) => made.has(own)).map(({ usd }) => usd) }
  }

  async function quote(id: EditPlanId, draft: EditPlanDraft, signal?: AbortSignal): Promise<EditPlanQuote> {
    const { plans, resolved, estimates } = await planAll(id, draft, signal)
    const stages = stagesOf(dependenciesOf(resolved.map(({ step }) => step)))
    return {
      steps: draft.steps.map((step) => {
        const at = resolved.findIndex((each) => each.step.id === step.id)
        const plan = plans.find((each) => each.id === step.id)
        const { problem = null, usd = null, warnings = [] } = plan ?? {}
        const isDone = resolved[at]?.state === 'done'
        return { id: step.id, stage: stages[at] ?? null, isDone, problem, usd, warnings: [...warnings] }
      }),
      missing: estimates.length,
      usd: estimates.reduce<number>((sum, usd) => sum + (usd ?? 0), 0),
      unpriced: estimates.filter((usd) => usd === null).length,
      admission: await ledger.check(estimates),
    }
  }

  /** Checks everything before anything is sent. @throws provider/unsupported, money/*, request/cancelled */
  async function requireReady(id: EditPlanId, draft: EditPlanDraft, approve?: ApproveSpend): Promise<PlannedStep[]> {
    const { plans, resolved, estimates } = await planAll(id, draft)
    const problem = plans.find((plan) => plan.problem !== null)?.problem ?? null
    if (problem !== null) throw new AppError('provider/unsupported', problem)
    if (plans.length === 0) throw new AppError('request/invalid', messages.stepsUnready)
    const services = [...new Set(resolved.flatMap(({ step }) => step.model?.provider ?? []))]
    const askUser = approve && ((over: Omit<Parameters<ApproveSpend>[0], 'services'>) => approve({ ...over, services }))
    const settle = await ledger.admit({ runId: null, estimates, approve: askUser })
    await settle()
    return resolved.map(({ step }) => step)
  }

  return { quote, requireReady }
}

/** Whether it has failed in a way that only replacing it resolves. */
function isStuck(step: ResolvedStep): boolean {
  return step.state === 'failed' && !canRunAgain(step)
}

/** Whether a click makes this step: not what may have been paid for already, nor what depends on that. */
function isMade(each: ResolvedStep, all: readonly ResolvedStep[]): boolean {
  if (each.state === 'done' || each.state === 'queued' || each.state === 'running') return false
  return !isStuck(each) && !each.needs.some((at) => isStuck(all[at]!))
}

/** Masks are addressed by content: each is measured once. */
function createMeasure({ database, imaging }: EditPlansOptions) {
  const measured = new Map<string, Rect | null>()
  return async (id: EditPlanId, { mask, maskName }: EditStep, image: StepSource): Promise<Rect | null> => {
    if (mask === null) return null
    const { widthPx, heightPx } = image
    const cacheKey = `${mask} ${widthPx} ${heightPx}`
    if (measured.has(cacheKey)) return measured.get(cacheKey)!
    const maskPng = await database.call('editPlans.mask', { id, digest: mask })
    if (maskPng === null) throw new AppError('storage/not-found', messages.maskGone({ name: maskName }))
    const bounds = await imaging.measureMask({ maskPng, size: { widthPx, heightPx } })
    measured.set(cacheKey, bounds)
    return bounds
  }
}
