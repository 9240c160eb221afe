import type { EditPlanQuote, EditStep, PlannedStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import { sumCosts } from '../../shared/util/sum-costs.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { dependenciesOf, stagesOf } from '../editing/order-steps.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { EditPlansOptions } from './edit-plans-options.ts'
import { planStep, type StepSource, type StepPlan } from './plan-steps.ts'
import { canRunAgain, resolveSteps, type ResolvedStep } from './resolve-steps.ts'

export interface EditPlanDraft {
  /** The image to edit. */
  readonly sourceId: AssetId
  /** In order. */
  readonly steps: readonly EditStep[]
}

export interface Quoted {
  readonly plans: readonly StepPlan[]
  /** Of the steps that are on and can be made. */
  readonly resolved: readonly ResolvedStep[]
  /** Of the steps that would be made. */
  readonly estimates: readonly (number | null)[]
}

export type Quoter = ReturnType<typeof createQuoter>

export function createQuoter(options: EditPlansOptions) {
  const { database, assets, ledger } = options
  const boundsOf = createMeasure(options)

  async function planAll(id: EditPlanId, { sourceId, steps }: EditPlanDraft, signal?: AbortSignal): Promise<Quoted> {
    const image: StepSource = await assets.records.require(sourceId)
    const fillModel = async (name: string) => (await options.inpainting()).model(name)
    const models = { manager: await options.providers(), fillModel }
    const plans: StepPlan[] = []
    for (const step of steps.filter(({ isOn }) => isOn)) {
      throwIfAborted(signal)
      plans.push(await planStep(step, image, await boundsOf(id, step, image), models))
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
      ...sumCosts(estimates),
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

  return { planAll, quote, requireReady }
}

/** Whether it has failed in a way that only replacing it resolves. */
export function isStuck(step: ResolvedStep): boolean {
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
