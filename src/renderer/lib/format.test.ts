import { expect, it } from 'vitest'
import { ordinal } from './format.ts'

it.each([
  [1, 'first'],
  [3, 'third'],
  [10, 'tenth'],
  [11, '11th'],
  [21, '21st'],
  [22, '22nd'],
  [103, '103rd'],
  [111, '111th'],
])('formats %d as %s', (position, word) => {
  expect(ordinal(position)).toBe(word)
})
