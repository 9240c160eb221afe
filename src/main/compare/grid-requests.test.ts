import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GridAxis, GridCellState, GridSpec } from '../../shared/domain/grid.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { blankRequest } from '../../shared/domain/generation.ts'
import { countCells, requestOfCell } from '../../shared/prompting/index.ts'
import { planRequest } from '../providers/core/plan/plan-request.ts'
import { registry } from '../providers/registry.ts'
import { inOrder, openCells, planGridCells, summarizePlan } from './grid-requests.ts'

const views = Object.values(registry).map(({ id, label, models }) => ({
  id,
  label,
  models,
})) as unknown as ProviderView[]
const all = views.flatMap(({ id, models }) => models.map((card) => ({ provider: id, card })))
const cardOf = ({ provider, model }: { provider: string; model: string }) =>
  all.find((each) => each.provider === provider && each.card.id === model)!.card

/** The real planner with the real cards; the limits allow everything. */
const needs = {
  providers: async () => ({
    list: async () => views,
    plan: async (request: Parameters<typeof planRequest>[0]) =>
      planRequest(request, cardOf(request), null, { providerLabel: 'It', isOwnBaseUrl: false }).plan,
  }),
  ledger: { check: async () => ({ type: 'fine' as const, reasons: [] }) },
}
const inputs = { source: null, control: null }

function specOf(axes: GridAxis[], card: (typeof all)[number]): GridSpec {
  const request = { ...blankRequest, provider: card.provider, model: card.card.id, prompt: 'a red kite' }
  return { request, axes, order: 'cheapest', seed: 5 }
}

const allCells = (axes: readonly GridAxis[]) => Array.from({ length: countCells(axes) }, (_, cell) => cell)

describe('planGridCells', () => {
  it('skips what a model cannot do with a reason, and warns of what it ignores or changes, for every model card', async () => {
    const models = fc.uniqueArray(fc.nat({ max: all.length - 1 }), { minLength: 1, maxLength: 5 })
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 3 })
    const guidance = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(models, steps, guidance, async (chosen, stepValues, guidanceValues) => {
        const refs = chosen.map((at) => ({ provider: all[at]!.provider, model: all[at]!.card.id }))
        const axes: GridAxis[] = [
          { variable: 'model', values: refs },
          { variable: 'steps', values: stepValues },
          { variable: 'guidance', values: guidanceValues },
        ]
        const spec = specOf(axes, all[chosen[0]!]!)
        const planned = await planGridCells(spec, allCells(axes), inputs, needs)
        const plan = await summarizePlan(planned, needs)
        expect(plan.cells + plan.skipped.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(countCells(axes))
        expect(plan.skipped.every(({ reason }) => reason !== '')).toBe(true)
        for (const cell of planned) {
          const card = cardOf(cell.request)
          expect(cell.model).toBe(card.label)
          expectSeed(cell.request.seed, card)
          if (cell.problem === null) expectWarned(cell, card)
        }
        const known = planned.filter(({ problem, usd }) => problem === null && usd !== null)
        expect(plan.usd).toBeCloseTo(known.reduce((sum, { usd }) => sum + usd!, 0))
        expect(plan.unpriced).toBe(plan.cells - known.length)
        const prices = inOrder(planned, spec).map(({ usd }) => usd ?? Infinity)
        expect(prices).toEqual(prices.toSorted((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  })

  it('gives a model that cannot be found as the reason', async () => {
    const axes: GridAxis[] = [{ variable: 'seed', values: [1] }]
    const missing = {
      ...needs,
      providers: async () => ({ list: async () => [], plan: () => Promise.reject(new TypeError('none')) }),
    }
    const [cell] = await planGridCells(specOf(axes, all[0]!), [0], inputs, missing)
    expect(cell?.problem).not.toBeNull()
  })

  it('groups equal warnings by model', async () => {
    const plan = await summarizePlan(
      [0, 1, 2].map((cell) => ({
        cell,
        request: requestOfCell(specOf([{ variable: 'seed', values: [1, 2, 3] }], all[0]!), cell),
        model: cell === 2 ? 'B' : 'A',
        problem: null,
        usd: cell === 2 ? null : 0.04,
        warnings: ['No seed.'],
      })),
      needs,
    )
    expect(plan).toMatchObject({ cells: 3, usd: 0.08, unpriced: 1 })
    expect(plan.warnings).toEqual([
      { model: 'A', message: 'No seed.', cells: 2 },
      { model: 'B', message: 'No seed.', cells: 1 },
    ])
  })
})

/** The cells share a seed where the model takes one. */
function expectSeed(seed: unknown, card: ModelCard): void {
  expect(seed).toBe(card.seed === 'no' ? null : 5)
}

function expectWarned({ request, warnings }: Awaited<ReturnType<typeof planGridCells>>[number], card: ModelCard): void {
  for (const field of ['steps', 'guidance'] as const) {
    const range = card[field]
    const value = request[field]!
    const isTaken = range !== null && value >= range.min && value <= range.max
    if (!isTaken) expect(warnings.length, `${card.id} ${field} ${value}`).toBeGreaterThan(0)
  }
}

const state = (cell: number, facts: Partial<JobSnapshot> | null, isGone = false): GridCellState => ({
  cell,
  job: facts as JobSnapshot | null,
  problem: null,
  isGone,
})

describe('openCells', () => {
  const states = [
    state(0, { state: 'done', isBilled: 'yes' }),
    state(1, { state: 'queued', isBilled: 'no' }),
    state(2, { state: 'running', isBilled: 'no' }),
    state(3, { state: 'failed', isBilled: 'no' }),
    state(4, { state: 'failed', isBilled: 'unknown' }),
    state(5, { state: 'cancelled', isBilled: 'no' }),
    state(6, { state: 'cancelled', isBilled: 'yes' }),
    state(7, { state: 'refused', isBilled: 'no' }),
    state(8, { state: 'done', isBilled: 'yes' }, true),
    state(9, null),
    state(10, null, true),
  ]

  it('finds what is missing and has certainly not been paid for', () => {
    expect(openCells(12, states, null)).toEqual([3, 5, 9, 11])
  })

  it('takes named cells unless they have an image or are under way', () => {
    expect(openCells(12, states, [12, 11, 11, 10, 8, 7, 6, 4, 3, 2, 1, 0])).toEqual([3, 4, 6, 7, 8, 10, 11])
  })
})
