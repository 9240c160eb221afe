import { expect, it } from 'vitest'
import { RestartBreaker } from './restart-breaker.ts'

const options = { crashesMax: 3, windowMs: 60_000, pauseMs: 15_000 }

it('opens at the third crash within the window and closes again', () => {
  let nowMs = 0
  const breaker = new RestartBreaker(options, () => nowMs)
  breaker.noteCrash()
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(0)
  nowMs = 59_999
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(15_000)
  nowMs += 14_999
  expect(breaker.waitMs).toBe(1)
  nowMs += 1
  expect(breaker.waitMs).toBe(0)
  breaker.noteCrash()
  expect(breaker.waitMs).toBe(0)
})

it('forgets crashes older than the window', () => {
  let nowMs = 0
  const breaker = new RestartBreaker(options, () => nowMs)
  for (let crash = 0; crash < 10; crash++) {
    breaker.noteCrash()
    nowMs += 30_001
  }
  expect(breaker.waitMs).toBe(0)
})
