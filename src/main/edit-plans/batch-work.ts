import type { EditStep, PlanBatchQuote, PlannedStep, StepTry } from '../../shared/domain/edit-plan.ts'
import type { EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import type { ProviderId } from '../../shared/domain/provider-id.ts'
import * as messages from '../../shared/messages/en/edit-plan-errors.ts'
import { sumCosts } from '../../shared/util/sum-costs.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import { type EditPlansOptions, requirePlan } from './edit-plans-options.ts'
import { type EditPlanDraft, isStuck, type Quoted, type Quoter } from './quote-steps.ts'
import { canRunAgain, imageKeyOf, tryOf } from './resolve-steps.ts'

export interface StartOptions {
  readonly approve?: ApproveSpend | undefined
  /** Also makes steps again that have failed and may have been billed. */
  readonly retriesUncertain?: boolean
  /** The agent that results are marked with. */
  readonly agent?: string | null
}

/** What would be made for one image of a batch. */
export interface BatchWork {
  readonly planId: EditPlanId
  readonly draft: EditPlanDraft
  readonly steps: readonly PlannedStep[]
  /** Steps that have failed, for which nothing was paid. */
  readonly again: readonly StepTry[]
  /** USD of the steps that would be made; null = unknown. */
  readonly estimates: readonly (number | null)[]
  readonly services: readonly ProviderId[]
  readonly warnings: readonly string[]
  /** Steps that only replacing makes again. */
  readonly stuck: number
}

export type BatchQuoter = ReturnType<typeof createBatchQuoter>

type Retry = Pick<StartOptions, 'retriesUncertain'>

/** Plans what a batch has not made yet. */
export function createBatchQuoter(options: EditPlansOptions, quoter: Quoter) {
  const { database, ledger } = options
  const planImage = createImagePlanner(options, quoter)

  async function hasMasks(id: EditPlanId, steps: readonly EditStep[]): Promise<boolean> {
    for (const { mask } of steps) {
      if (mask === null || (await database.call('editPlans.mask', { id, digest: mask })) === null) return false
    }
    return true
  }

  async function all(id: EditPlanBatchId, retry: Retry): Promise<BatchWork[]> {
    const planned: BatchWork[] = []
    for (const { planId, sourceId, problem, warnings } of await database.call('planBatches.images', { id })) {
      const { steps } = await requirePlan(options, planId)
      // Without its masks it stays impossible; with them it may be possible by now, such as with a key.
      if (problem !== null && !(await hasMasks(planId, steps))) continue
      const work = await planImage(planId, { sourceId, steps }, retry)
      if (work !== null && problem !== null) {
        await database.call('planBatches.settleImage', { planId, steps, problem: null, warnings })
      }
      if (work !== null) planned.push(work)
    }
    return planned
  }

  return {
    /** Prices, USD, of images that are waiting or at work: of steps under way, and those that follow; null = unknown. */
    async remaining(id: EditPlanBatchId): Promise<(number | null)[]> {
      const prices: (number | null)[] = []
      for (const { planId, sourceId, isWaiting, isRunning } of await database.call('planBatches.images', { id })) {
        if (!isWaiting && !isRunning) continue
        const { steps } = await requirePlan(options, planId)
        const { plans, resolved } = await quoter.planAll(planId, { sourceId, steps })
        const ended = resolved.filter((each) => each.state === 'done' || isStuck(each)).map(({ step }) => step.id)
        for (const plan of plans) if (!ended.includes(plan.id)) prices.push(plan.usd)
      }
      return prices
    },
    /** Of every image of which something can be made. */
    plan: async (id: EditPlanBatchId, retry: Retry = {}) => (await all(id, retry)).filter(hasWork),
    async quote(id: EditPlanBatchId, retry: Retry = {}): Promise<PlanBatchQuote> {
      const planned = await all(id, retry)
      const made = planned.filter(hasWork)
      const estimates = made.flatMap((each) => each.estimates)
      return {
        images: made.length,
        steps: estimates.length,
        ...sumCosts(estimates),
        uncertain: planned.reduce((sum, { stuck }) => sum + stuck, 0),
        warnings: [...new Set(made.flatMap(({ warnings }) => warnings))],
        admission: await ledger.check(estimates),
      }
    },
  }
}

/** Returns what would be made for one image; null = nothing. */
function createImagePlanner({ database }: EditPlansOptions, quoter: Quoter) {
  async function planImage(planId: EditPlanId, draft: EditPlanDraft, retry: Retry): Promise<BatchWork | null> {
    const quoted = await quoter.planAll(planId, draft)
    const failing = quoted.plans.find(({ problem }) => problem !== null)
    if (failing !== undefined) {
      const { steps } = draft
      const name = steps.find(({ id }) => id === failing.id)?.maskName ?? failing.id
      const problem = messages.stepProblem({ name, problem: failing.problem! })
      await database.call('planBatches.settleImage', { planId, steps, problem, warnings: [] })
      return null
    }
    const stuck = quoted.resolved.filter(isStuck)
    if (stuck.length > 0 && retry.retriesUncertain === true) {
      const ids = new Set(stuck.map(({ step }) => step.id))
      return planImage(planId, { ...draft, steps: replace(draft.steps, ids) }, {})
    }
    if (await isMade(planId, draft, quoted)) return null
    return toWork(planId, draft, quoted, stuck.length)
  }

  async function isMade(id: EditPlanId, { sourceId }: EditPlanDraft, { resolved }: Quoted): Promise<boolean> {
    if (resolved.some(({ state }) => state !== 'done')) return false
    return (await database.call('editPlans.image', { id, key: imageKeyOf(sourceId, resolved) })) !== null
  }

  return planImage
}

/** Steps to make, or results that only have to be merged. */
function hasWork({ estimates, stuck }: BatchWork): boolean {
  return estimates.length > 0 || stuck === 0
}

function toWork(planId: EditPlanId, draft: EditPlanDraft, quoted: Quoted, stuck: number): BatchWork {
  const { resolved, estimates, plans } = quoted
  return {
    planId,
    draft,
    steps: resolved.map(({ step }) => step),
    again: resolved.filter(canRunAgain).flatMap(tryOf),
    estimates,
    services: resolved.flatMap(({ step }) => step.model?.provider ?? []),
    warnings: plans.flatMap(({ warnings }) => warnings),
    stuck,
  }
}

function replace(steps: readonly EditStep[], ids: ReadonlySet<string>): EditStep[] {
  return steps.map((step) => (ids.has(step.id) ? { ...step, take: step.take + 1 } : step))
}
