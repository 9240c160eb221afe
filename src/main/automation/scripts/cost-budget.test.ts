import { expect, it } from 'vitest'
import { createCostBudget } from './cost-budget.ts'

it('holds estimates until calls have ended', async () => {
  const budget = createCostBudget(1, 0.2)
  const settle = await budget.admit(0.5)
  await expect(budget.admit(0.5)).rejects.toMatchObject({ code: 'money/over-cap' })
  settle(0.1)
  settle(0)
  expect(budget.committedUsd()).toBeCloseTo(0.3)
  const unknown = await budget.admit(0.5)
  unknown(null)
  expect(budget.committedUsd()).toBeCloseTo(0.8)
  await expect(budget.admit(0)).resolves.toBeTypeOf('function')
})

it('admits an unknown price only without a limit', async () => {
  await expect(createCostBudget(1).admit(null)).rejects.toMatchObject({ code: 'money/over-cap' })
  await expect(createCostBudget(null).admit(null)).resolves.toBeTypeOf('function')
})

it('counts what may have been sent already, beyond the limit too', async () => {
  const budget = createCostBudget(0.1)
  await budget.count(0.5)
  expect(budget.committedUsd()).toBe(0.5)
})
