import { expect, it } from 'vitest'
import { isLooser, type Caps } from './ledger.ts'

const caps: Caps = { perRunUsd: null, perDayUsd: 1, perMonthUsd: 10, onOver: 'stop' }

it.each<[string, Partial<Caps>, boolean]>([
  ['the same limits', {}, false],
  ['a lower limit', { perDayUsd: 0.5 }, false],
  ['an additional limit', { perRunUsd: 5 }, false],
  ['a higher limit', { perDayUsd: 1.01 }, true],
  ['a removed limit', { perMonthUsd: null }, true],
  ['asking instead of stopping', { onOver: 'ask' }, true],
])('%s', (_what, change, expected) => {
  expect(isLooser(caps, { ...caps, ...change })).toBe(expected)
})

it('is false when there was no limit', () => {
  const none: Caps = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'stop' }
  expect(isLooser(none, { ...none, onOver: 'ask' })).toBe(false)
  expect(isLooser({ ...none, onOver: 'ask' }, none)).toBe(false)
})
