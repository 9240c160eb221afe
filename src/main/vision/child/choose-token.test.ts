import { expect, test } from 'vitest'
import { chooseToken } from './choose-token.ts'

const choose = (logits: readonly number[], ids: readonly number[] = [], repeatedMax = 0) =>
  chooseToken(Float32Array.from(logits), ids, repeatedMax)

test('the most probable token is chosen, the first of equals', () => {
  expect(choose([1, 5, 3])).toBe(1)
  expect(choose([2, 7, 7])).toBe(1)
  expect(choose([Number.NaN, -3, -2])).toBe(2)
})

test.each([
  ['has not occurred', [0, 1, 0], 3, 2],
  ['would repeat a run of three', [1, 0, 2, 1, 0], 3, 1],
  ['would repeat a run of two', [0, 2, 0], 2, 1],
  ['would repeat itself', [2], 1, 1],
  ['repeats, as it may', [1, 0, 2, 1, 0], 0, 2],
] as const)('a token that %s is judged by the tokens before', (_case, ids, repeatedMax, expected) => {
  expect(choose([0, 1, 2], ids, repeatedMax)).toBe(expected)
})

test.each([[[]], [[Number.NaN, Number.NaN]], [[Infinity, Number.NaN]]])(
  'without a usable number it fails: %j',
  (logits) => {
    expect(() => choose(logits)).toThrow(expect.objectContaining({ code: 'model/damaged' }))
  },
)
