import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { startTimer } from './clock.ts'

const yearMs = 365 * 86_400_000

it('measures what passed, whatever is done to the clock meanwhile', () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: yearMs }) }),
    fc.record({ type: fc.constant('set' as const), ms: fc.integer({ min: -yearMs, max: yearMs }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const clock = createFakeClock()
      const tookMs = startTimer(clock)
      let passedMs = 0
      for (const { type, ms } of steps) {
        if (type === 'set') clock.jump(ms)
        else clock.advance(ms)
        if (type === 'pass') passedMs += ms
        expect(tookMs()).toBe(passedMs)
      }
    }),
  )
})

it('is never negative where a clock can only be read', () => {
  let nowMs = 1_000
  const tookMs = startTimer({ nowMs: () => nowMs })
  nowMs = 400
  expect(tookMs()).toBe(0)
})
