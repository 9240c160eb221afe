import { expect, it } from 'vitest'
import { timeInTrash } from './time-in-trash.ts'

const dayMs = 86_400_000

it.each([
  [0, '30 days left'],
  [-400, '30 days left'],
  [0.5, '30 days left'],
  [1, '29 days left'],
  [28.5, '2 days left'],
  [29, '1 day left'],
  [30.1, 'last day'],
])('shows after %s days: %s', (days, words) => {
  expect(timeInTrash(1_000, 1_000 + days * dayMs)).toBe(words)
})
