import { expect, it } from 'vitest'
import { RestartBreaker } from './restart-breaker.ts'

const options = { crashesMax: 3, windowMs: 60_000, pauseMs: 15_000 }

it('opens at the third crash within the window and closes again', () => {
  let now = 0
  const breaker = new RestartBreaker(options, () => now)
  breaker.noteCrash()
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(0)
  now = 59_999
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(15_000)
  now += 14_999
  expect(breaker.waitMs).toBe(1)
  now += 1
  expect(breaker.waitMs).toBe(0)
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(0)
})

it('forgets crashes older than the window', () => {
  let now = 0
  const breaker = new RestartBreaker(options, () => now)
  for (let crash = 0; crash < 10; crash++) {
    breaker.noteCrash()
    now += 30_001
  }
  expect(breaker.waitMs).toBe(0)
})
