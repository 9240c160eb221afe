import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors/index.ts'
import { readMaxCost, requireWithinCost } from './max-cost.ts'

const estimate = (usd: number | null) => ({ usd, asOf: null, isSure: true })
const within =
  (max: number, ...usd: (number | null)[]) =>
  () =>
    requireWithinCost(max, usd.map(estimate))

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

  it('rejects an unknown price', () => {
    expect(within(100, 0.01, null)).toThrow('The price is unknown')
  })
})
