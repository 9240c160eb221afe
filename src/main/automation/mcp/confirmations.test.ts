import { expect, it } from 'vitest'
import { createFakeClock } from '../../../../test/support/fake-clock.ts'
import { Confirmations } from './confirmations.ts'

const call = { prompt: 'a cat', n: 2 }

it('accepts an answer once, for the same call', () => {
  const confirmations = new Confirmations({ nowMs: () => 0 })
  const token = confirmations.ask('generate_image', call, { usd: 0.4 })
  expect(confirmations.take(token, 'generate_image', { ...call })).toEqual({ usd: 0.4 })
  expect(confirmations.take(token, 'generate_image', call)).toBeNull()
})

it.each([
  ['another tool', 'edit_image', call],
  ['other parameters', 'generate_image', { ...call, n: 4 }],
])('does not accept it for %s', (_what, tool, parameters) => {
  const confirmations = new Confirmations({ nowMs: () => 0 })
  const token = confirmations.ask('generate_image', call, { usd: null })
  expect(confirmations.take(token, tool, parameters)).toBeNull()
  expect(confirmations.take(token, 'generate_image', call)).toBeNull()
})

it('does not accept what was not asked, or too long ago', () => {
  let nowMs = 0
  const confirmations = new Confirmations({ nowMs: () => nowMs })
  const token = confirmations.ask('generate_image', call, { usd: 1 })
  nowMs = 600_001
  expect(confirmations.take(token, 'generate_image', call)).toBeNull()
  expect(confirmations.take('made-up', 'generate_image', call)).toBeNull()
  expect(confirmations.take(undefined, 'generate_image', call)).toBeNull()
})

it('does not accept an old answer because the clock was set back', () => {
  const clock = createFakeClock()
  const confirmations = new Confirmations(clock)
  const token = confirmations.ask('generate_image', call, { usd: 1 })
  clock.jump(-86_400_000)
  clock.advance(600_001)
  expect(confirmations.take(token, 'generate_image', call)).toBeNull()
})

it('forgets the oldest of too many', () => {
  const confirmations = new Confirmations({ nowMs: () => 0 })
  const tokens = Array.from({ length: 1_001 }, () => confirmations.ask('generate_image', call, { usd: 1 }))
  expect(confirmations.take(tokens[0], 'generate_image', call)).toBeNull()
  expect(confirmations.take(tokens.at(-1), 'generate_image', call)).toEqual({ usd: 1 })
})
