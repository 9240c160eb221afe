import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { budgetsSchema, checkBudgets, toBudgetTable, type Budgets } from './budget.ts'
import type { Row } from './row.ts'

const budgets: Budgets = {
  tolerancePercent: 15,
  budgets: [
    { area: 'window', what: 'start', goal: 1.5, kept: 2, type: 'at most' },
    { area: 'imaging', what: 'thumbnails', goal: 0.9, kept: 1, type: 'at least' },
  ],
}

function row(what: string, value: number): Row {
  return { what, value, unit: 'ms', baseline: { what: 'bare', value: 100 }, goal: null }
}

function rows(start: number, thumbnails: number): ReadonlyMap<string, readonly Row[]> {
  return new Map([
    ['window', [row('start', start)]],
    ['imaging', [row('thumbnails', thumbnails)]],
  ])
}

const exceeded = (measured: ReadonlyMap<string, readonly Row[]>) =>
  checkBudgets(budgets, measured).map(({ isExceeded }) => isExceeded)

it('allows what differs by no more than the tolerance, in either direction', () => {
  expect(exceeded(rows(229, 88))).toEqual([false, false])
  expect(exceeded(rows(100, 300))).toEqual([false, false])
})

it('fails what is worse by more: longer, or fewer a second', () => {
  expect(exceeded(rows(231, 100))).toEqual([true, false])
  expect(exceeded(rows(200, 86))).toEqual([false, true])
})

it('fails a budget whose row is gone', () => {
  expect(exceeded(new Map())).toEqual([true, true])
  expect(toBudgetTable(checkBudgets(budgets, new Map()))).toContain('not measured')
})

it('shows goal, kept, now and change', () => {
  const table = toBudgetTable(checkBudgets(budgets, rows(240, 110)))
  expect(table).toMatch(/start\s+\| ≤ 1.5 ×\s+\| 2.00 ×\s+\| 2.40 ×\s+\| 20 % worse\s+\| EXCEEDED/)
  expect(table).toMatch(/thumbnails\s+\| ≥ 0.9 ×\s+\| 1.00 ×\s+\| 1.10 ×\s+\| 9 % better\s+\| ok/)
})

it('reads the committed file', async () => {
  const file = await readFile(new URL('../budget.json', import.meta.url), 'utf8')
  expect(budgetsSchema.safeParse(JSON.parse(file)).error).toBeUndefined()
})
