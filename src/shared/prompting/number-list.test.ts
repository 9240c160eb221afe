import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumberList } from './number-list.ts'

const rules = { isWhole: false, min: 0, max: 1_000, countMax: 100 }

describe('readNumberList', () => {
  it.each([
    ['', []],
    ['20', [20]],
    ['20, 30,40', [20, 30, 40]],
    ['1-5', [1, 2, 3, 4, 5]],
    ['5-1', [5, 4, 3, 2, 1]],
    ['1-10 (+2)', [1, 3, 5, 7, 9]],
    ['10 - 4 (2)', [10, 8, 6, 4]],
    ['0.1-0.5 (+0.1)', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['0.2-0.8 [4]', [0.2, 0.4, 0.6, 0.8]],
    ['3-9 [1]', [3]],
    ['1-3, 3, 7', [1, 2, 3, 7]],
  ])('reads “%s”', (text, values) => {
    expect(readNumberList(text, rules)).toEqual({ values })
  })

  it.each([
    ['ten', 'not-a-number'],
    ['1-', 'not-a-number'],
    ['2000', 'out-of-range'],
    ['990-1010', 'out-of-range'],
    ['1-5 (+0)', 'endless'],
    ['1-900', 'endless'],
    ['0-1 [500]', 'endless'],
  ])('names what is wrong in “%s”', (part, type) => {
    expect(readNumberList(`1, ${part}`, rules)).toEqual({ problem: { type, part } })
  })

  it('takes only whole numbers where only those count', () => {
    expect(readNumberList('1.5', { ...rules, isWhole: true })).toEqual({
      problem: { type: 'not-a-number', part: '1.5' },
    })
    expect(readNumberList('1-10 [4]', { ...rules, isWhole: true })).toEqual({ values: [1, 4, 7, 10] })
  })

  it('stays within its rules for any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^-?\d{1,5}(\.\d)? ?- ?-?\d{1,5} ?(\(\+?\d{1,3}\)|\[\d{1,4}\])?$/u),
    )
    fc.assert(
      fc.property(text, fc.boolean(), (written, isWhole) => {
        const read = readNumberList(written, { ...rules, isWhole })
        if (!('values' in read)) return
        expect(read.values.length).toBeLessThanOrEqual(rules.countMax)
        for (const value of read.values) {
          expect(value).toBeGreaterThanOrEqual(rules.min)
          expect(value).toBeLessThanOrEqual(rules.max)
          if (isWhole) expect(Number.isSafeInteger(value)).toBe(true)
        }
      }),
    )
  })
})
