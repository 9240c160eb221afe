import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import { sumCosts } from '../../../shared/util/sum-costs.ts'
import { namingSuccessors, readMaxCost, requireWithinCost } from './max-cost.ts'

const within =
  (max: number, ...usd: (number | null)[]) =>
  () =>
    requireWithinCost(max, sumCosts(usd))
const after = (spent: number | null, usd: number) => () => requireWithinCost(1, sumCosts([usd]), sumCosts([spent]))

describe('--max-cost-usd', () => {
  it('is an amount', () => {
    expect(readMaxCost(undefined)).toBeNull()
    expect(readMaxCost('0.05')).toBe(0.05)
    expect(() => readMaxCost('-1')).toThrow(AppError)
    expect(() => readMaxCost('much')).toThrow('--max-cost-usd must be a number')
  })

  it('limits the sum of all requests', () => {
    expect(within(0.1, 0.04, 0.06)).not.toThrow()
    expect(within(0.1, 0.04, 0.07)).toThrow('about $0.11, more than $0.10 (--max-cost-usd). Nothing was sent.')
  })

  it('of 0 allows free requests only', () => {
    expect(within(0, 0)).not.toThrow()
    expect(within(0, 0.001)).toThrow('$0.00 (--max-cost-usd)')
  })

  it('names the successor of a retired default whose price it rejects', () => {
    const note = { code: 'model-retired', message: 'Its successor is used.' } as const
    const check = within(0.1, 0.11)
    expect(() => namingSuccessors([{ warnings: [note] }], check)).toThrow(/^Its successor is used\. .*about \$0\.11/)
    expect(() => namingSuccessors([{ warnings: [] }], check)).toThrow(/^(?!Its successor)/)
    expect(() => namingSuccessors([{ warnings: [note] }], within(0.1, 0.1))).not.toThrow()
  })

  it('rejects an unknown price', () => {
    expect(within(100, 0.01, null)).toThrow('The price is unknown')
  })

  it('counts what was spent before, and rejects what costs more where that is unknown', () => {
    expect(after(0.5, 0.5)).not.toThrow()
    expect(after(0.6, 0.5)).toThrow('about $1.10, more than $1.00')
    expect(after(null, 0.01)).toThrow('Earlier requests have no known price')
    expect(after(null, 0)).not.toThrow()
  })
})
