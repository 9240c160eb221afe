import { expect, it } from 'vitest'
import { formatStepsPrice } from './step-price.ts'

it.each([
  [{ usd: 0, unpriced: 0 }, 'free'],
  [{ usd: 0.08, unpriced: 0 }, '$0.08'],
  [{ usd: 0.08, unpriced: 1 }, 'at least $0.08'],
  [{ usd: 0, unpriced: 2 }, 'Price unknown'],
])('says of %j: %s', (quote, words) => {
  expect(formatStepsPrice(quote)).toBe(words)
})
