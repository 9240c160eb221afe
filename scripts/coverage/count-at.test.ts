import { describe, expect, it } from 'vitest'
import { countAt } from './count-at.ts'

function covered(...ranges: readonly (readonly [start: number, end: number, count: number])[]) {
  return { ranges: ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })) }
}

describe('countAt', () => {
  it('takes the innermost range', () => {
    const script = covered([0, 100, 1])
    const outer = covered([10, 90, 5], [20, 40, 3], [30, 35, 0])
    expect(countAt([script, outer], [0, 15, 20, 32, 36, 40, 89, 90])).toEqual([1, 5, 3, 0, 3, 5, 5, 1])
  })

  it('counts a function inside a block as often as the function ran', () => {
    const inner = covered([25, 30, 7])
    expect(countAt([covered([0, 50, 1], [20, 40, 2]), inner], [22, 27, 31])).toEqual([2, 7, 2])
  })

  it('counts the expression that creates a function as often as that was reached', () => {
    expect(countAt([covered([0, 50, 1]), covered([20, 30, 0])], [20, 21])).toEqual([1, 0])
  })

  it('counts nothing outside of all ranges', () => {
    expect(countAt([], [0, 5])).toEqual([0, 0])
  })

  it('does not depend on the order of the functions', () => {
    const functions = [covered([25, 30, 7]), covered([0, 50, 1]), covered([10, 40, 2])]
    expect(countAt(functions, [5, 15, 27, 35, 45])).toEqual(countAt(functions.toReversed(), [5, 15, 27, 35, 45]))
  })
})
