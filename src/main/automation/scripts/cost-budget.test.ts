import { expect, it } from 'vitest'
import { noCost, sumCosts } from '../../../shared/util/sum-costs.ts'
import { createCostBudget } from './cost-budget.ts'
import { spentOf } from './run-batch.ts'

const unknown = sumCosts([null])

it('holds estimates until calls have ended', async () => {
  const budget = createCostBudget(1, sumCosts([0.2]))
  const settle = await budget.admit(0.5)
  await expect(budget.admit(0.5)).rejects.toMatchObject({ code: 'money/over-cap' })
  settle(sumCosts([0.1]))
  settle(noCost)
  expect(budget.committed()).toEqual(sumCosts([0.3]))
  const inDoubt = await budget.admit(0.5)
  inDoubt(unknown)
  expect(budget.committed()).toEqual(sumCosts([0.3, 0.5, null]))
  await expect(budget.admit(0)).resolves.toBeTypeOf('function')
})

it('admits an unknown price only without a limit', async () => {
  await expect(createCostBudget(1).admit(null)).rejects.toMatchObject({ code: 'money/over-cap' })
  await expect(createCostBudget(null).admit(null)).resolves.toBeTypeOf('function')
})

it('counts what may have been sent already, beyond the limit too', async () => {
  const budget = createCostBudget(0.1)
  await budget.count(0.5)
  expect(budget.committed()).toEqual(sumCosts([0.5]))
})

it('admits nothing more that costs money once what was spent is unknown', async () => {
  const inDoubt = createCostBudget(1)
  const settle = await inDoubt.count(null)
  settle(sumCosts([0.2, null]))
  expect(inDoubt.committed()).toEqual({ usd: 0.2, unpriced: 1 })
  for (const budget of [inDoubt, createCostBudget(1, unknown)]) {
    await expect(budget.admit(0.1)).rejects.toThrow('Earlier requests have no known price')
    await expect(budget.admit(0)).resolves.toBeTypeOf('function')
  }
  const known = createCostBudget(1)
  ;(await known.count(null))(sumCosts([0.2]))
  await expect(known.admit(0.1)).resolves.toBeTypeOf('function')
})

const ended = (billed: 'yes' | 'no' | 'unknown', cost: number | null) => ({
  runId: '',
  estimateUsd: 0.5,
  result: { billed, cost },
})

it('counts of earlier runs every attempt, and holds the estimate of what is unknown', () => {
  const unended = { runId: '', estimateUsd: 0.5, result: null }
  const attempts = {
    a: [ended('unknown', 0.1), ended('no', 0), ended('yes', 0.2), unended],
    b: [ended('unknown', null)],
  }
  const journal = { attempts: (key: string) => attempts[key as 'a'] } as unknown as Parameters<typeof spentOf>[0]
  expect(spentOf(journal, [{ key: 'a' }])).toEqual(sumCosts([0.3]))
  expect(spentOf(journal, [{ key: 'a' }, { key: 'b' }])).toEqual({ usd: 0.8, unpriced: 1 })
})
