import { expect, it } from 'vitest'
import { noCost, sumCosts } from '../../../shared/util/sum-costs.ts'
import { createCostBudget } from './cost-budget.ts'
import { spentOf } from './run-batch.ts'

const unknown = sumCosts([null])

it('holds estimates until calls have ended', async () => {
  const budget = createCostBudget(1, sumCosts([0.2]))
  const { settle, queued } = await budget.admit(sumCosts([0.5]))
  // It is held to its end.
  queued()
  await expect(budget.admit(sumCosts([0.5]))).rejects.toMatchObject({ code: 'money/over-cap' })
  settle(sumCosts([0.1]))
  settle(noCost)
  expect(budget.committed()).toEqual(sumCosts([0.3]))
  const inDoubt = await budget.admit(sumCosts([0.5]))
  inDoubt.settle(unknown)
  expect(budget.committed()).toEqual(sumCosts([0.3, 0.5, null]))
  await expect(budget.admit(noCost)).resolves.toBeTypeOf('object')
})

it('admits an unknown price only without a limit', async () => {
  await expect(createCostBudget(1).admit(unknown)).rejects.toMatchObject({ code: 'money/over-cap' })
  await expect(createCostBudget(null).admit(unknown)).resolves.toBeTypeOf('object')
})

it('counts what may have been sent already, beyond the limit too', async () => {
  const budget = createCostBudget(0.1)
  await budget.count(sumCosts([0.5]))
  expect(budget.committed()).toEqual(sumCosts([0.5]))
})

it('counts what is known of a cost that is unknown as a whole', async () => {
  const budget = createCostBudget(null)
  await budget.admit({ usd: 0.4, unpriced: 1 })
  expect(budget.committed()).toEqual({ usd: 0.4, unpriced: 1 })
})

it('admits nothing more that costs money once what was spent is unknown', async () => {
  const inDoubt = createCostBudget(1)
  const { settle } = await inDoubt.count(unknown)
  settle(sumCosts([0.2, null]))
  expect(inDoubt.committed()).toEqual({ usd: 0.2, unpriced: 1 })
  for (const budget of [inDoubt, createCostBudget(1, unknown)]) {
    await expect(budget.admit(sumCosts([0.1]))).rejects.toThrow('Earlier requests have no known price')
    await expect(budget.admit(noCost)).resolves.toBeTypeOf('object')
  }
  const known = createCostBudget(1)
  const counted = await known.count(unknown)
  counted.settle(sumCosts([0.2]))
  await expect(known.admit(sumCosts([0.1]))).resolves.toBeTypeOf('object')
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
