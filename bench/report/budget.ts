import { z } from 'zod'
import { ratioOf, type Row } from './row.ts'
import { padTable } from './table.ts'

const budgetSchema = z.strictObject({
  area: z.string(),
  what: z.string(),
  /** Target ratio. */
  goal: z.number().positive(),
  /** Current ratio, measured on an idle machine: it may only improve. */
  kept: z.number().positive(),
  type: z.enum(['at most', 'at least']),
})

export type Budget = z.infer<typeof budgetSchema>

/** The content of `bench/budget.json`. */
export const budgetsSchema = z.strictObject({
  /** How much worse than `kept` a ratio may be: the variation between runs on one machine. */
  tolerancePercent: z.number().min(0).max(100),
  budgets: z.array(budgetSchema).min(1),
})

export type Budgets = z.infer<typeof budgetsSchema>

interface BudgetResult {
  readonly budget: Budget
  /** Null if the run has no such row. */
  readonly now: number | null
  /** Positive is worse. */
  readonly changePercent: number | null
  readonly isExceeded: boolean
}

/**
 * Compares measured ratios with the kept ones. A budget without a matching row counts as exceeded: it would guard
 * nothing.
 */
export function checkBudgets(
  { tolerancePercent, budgets }: Budgets,
  rows: ReadonlyMap<string, readonly Row[]>,
): BudgetResult[] {
  return budgets.map((budget) => {
    const row = rows.get(budget.area)?.find(({ what }) => what === budget.what)
    const now = row === undefined ? null : ratioOf(row)
    if (now === null) return { budget, now, changePercent: null, isExceeded: true }
    const share = budget.type === 'at most' ? now / budget.kept : budget.kept / now
    const changePercent = (share - 1) * 100
    return { budget, now, changePercent, isExceeded: changePercent > tolerancePercent }
  })
}

const heads = ['budget', 'goal', 'kept', 'now', 'change', '']

export function toBudgetTable(results: readonly BudgetResult[]): string {
  return padTable(
    heads,
    results.map(({ budget, now, changePercent, isExceeded }) => [
      budget.what,
      `${budget.type === 'at most' ? '≤' : '≥'} ${budget.goal} ×`,
      `${budget.kept.toFixed(2)} ×`,
      now === null ? 'not measured' : `${now.toFixed(2)} ×`,
      changePercent === null
        ? ''
        : changePercent > 0
          ? `${changePercent.toFixed(0)} % worse`
          : `${(-changePercent).toFixed(0)} % better`,
      isExceeded ? 'EXCEEDED' : 'ok',
    ]),
  )
}
