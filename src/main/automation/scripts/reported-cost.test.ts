import { describe, expect, it } from 'vitest'
import type { EditPlanId } from '../../../shared/domain/ids.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { buildJob } from '../../../../test/support/build-job.ts'
import type { PlanBatchView } from '../../../shared/domain/edit-plan.ts'
import type { GridView } from '../../../shared/domain/grid.ts'
import { sumCosts } from '../../../shared/util/sum-costs.ts'
import { formatCostSum, reportedCost } from './reported-cost.ts'
import { reportedGrid } from './reported-grid.ts'
import { reportedPlan } from './reported-plan.ts'
import { summarizeBatch, type BatchEnd } from './run-batch.ts'

const priced = buildJob({ state: 'done', isBilled: 'yes', estimateUsd: 0.05, costUsd: 0.04 })
const unpriced = buildJob({ state: 'done', isBilled: 'yes', estimateUsd: null, costUsd: null })
const inDoubt = buildJob({ state: 'failed', isBilled: 'unknown', estimateUsd: null, costUsd: null })
const unbilled = buildJob({ state: 'failed', isBilled: 'no', estimateUsd: null, costUsd: null })
const stepsOf = (...jobs: object[]) => jobs.map((job) => ({ name: 'Sky', job }))

it.each([
  [{ usd: 0, unpriced: 0 }, { cost: 0, unpriced: 0 }, '$0.00'],
  [{ usd: 0.04, unpriced: 0 }, { cost: 0.04, unpriced: 0 }, '$0.04'],
  [{ usd: 0.04, unpriced: 2 }, { cost: 0.04, unpriced: 2 }, '$0.04 or more'],
  [{ usd: 0, unpriced: 1 }, { cost: null, unpriced: 1 }, 'price unknown'],
])('says of %j what is not known', (sum, reported, words) => {
  expect(reportedCost(sum)).toEqual(reported)
  expect(formatCostSum(sum)).toBe(words)
})

describe('what is not known is no part of the cost', () => {
  it('of a grid', () => {
    const grid = { id: 'a', name: 'kites', cells: 0, axes: [] }
    const reported = (...states: object[]) => reportedGrid({ ...grid, states } as unknown as GridView)
    const ofJobs = (...jobs: object[]) => reported(...jobs.map((job, cell) => ({ cell, job, isGone: false })))
    expect(ofJobs(unpriced, inDoubt)).toMatchObject({ cost: null, unpriced: 2 })
    expect(ofJobs(priced, unpriced, unbilled)).toMatchObject({ cost: 0.04, unpriced: 1 })
    expect(ofJobs(priced, unbilled)).toMatchObject({ cost: 0.04, unpriced: 0 })
    expect(reported({ cell: 0, job: null, isGone: true })).toMatchObject({ cost: null, unpriced: 1 })
    const made = { ...grid, states: [{ cell: 0, job: priced, isGone: false }] } as unknown as GridView
    expect(reportedGrid(made, [inDoubt, priced])).toMatchObject({ cost: 0.04, unpriced: 1 })
  })

  it('of a run of a plan, its images and steps', () => {
    const images = [{ steps: stepsOf(priced, unpriced) }, { steps: stepsOf(inDoubt) }, { steps: [] }]
    const plan = reportedPlan({ name: 'Street', images } as unknown as PlanBatchView, null)
    expect(plan).toMatchObject({ cost: 0.04, unpriced: 2 })
    expect(plan.images.map(({ cost, unpriced: count }) => [cost, count])).toEqual([
      [0.04, 1],
      [null, 1],
      [0, 0],
    ])
    expect(plan.images[0]!.steps.map(({ cost }) => cost)).toEqual([0.04, null])
    const ids = [newId<EditPlanId>(), newId<EditPlanId>()]
    const made = ids.map((planId) => ({ planId, steps: stepsOf(priced) }))
    const earlier = { ...inDoubt, editPlanId: ids[1] }
    const again = reportedPlan({ images: made } as unknown as PlanBatchView, null, [], [earlier, priced])
    expect([again, ...again.images].map(({ unpriced: count }) => count)).toEqual([1, 0, 1])
  })

  it('of a batch', () => {
    const ends = [0.04, 0.02, null].map((cost) => ({ result: { state: 'done', images: [] }, cost: sumCosts([cost]) }))
    expect(summarizeBatch(3, ends as unknown as BatchEnd[])).toMatchObject({ cost: 0.06, unpriced: 1 })
    expect(summarizeBatch(1, ends.slice(2) as unknown as BatchEnd[])).toMatchObject({ cost: null, unpriced: 1 })
  })
})
