import { expect, it } from 'vitest'
import { createFakeClock } from '../../../../test/support/fake-clock.ts'
import { createReloadBudget } from './window-recovery.ts'

it('reloads a crashing page twice a minute at most', () => {
  const clock = createFakeClock()
  const budget = createReloadBudget(clock)
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false])
  clock.advance(60_000)
  expect(budget.take()).toBe(true)
})

it('reloads again a minute later although the clock was set back', () => {
  const clock = createFakeClock()
  const budget = createReloadBudget(clock)
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false])
  clock.jump(-365 * 86_400_000)
  clock.advance(60_000)
  expect(budget.take()).toBe(true)
})
