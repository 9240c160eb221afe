import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startAwakeTimer } from './awake-timer.ts'

let sleptMs = 0
let isPassed = false
const onPassed = () => (isPassed = true)

beforeEach(() => {
  ;[sleptMs, isPassed] = [0, false]
  vi.useFakeTimers({ now: 0 })
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now() + sleptMs)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

it('ends after its limit', () => {
  startAwakeTimer(2_500, onPassed)
  vi.advanceTimersByTime(2_499)
  expect(isPassed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(isPassed).toBe(true)
})

it('does not count what the computer slept, in the last second either', () => {
  startAwakeTimer(3_000, onPassed)
  for (let night = 0; night < 5; night += 1) {
    sleptMs += 8 * 3_600_000
    vi.advanceTimersByTime(1_000)
  }
  vi.advanceTimersByTime(2_000)
  sleptMs += 8 * 3_600_000
  vi.advanceTimersByTime(1_000)
  expect(isPassed).toBe(false)
  vi.advanceTimersByTime(1_000)
  expect(isPassed).toBe(true)
})

it('starts over, with another limit if one is given', () => {
  const timer = startAwakeTimer(3_000, onPassed)
  vi.advanceTimersByTime(2_900)
  timer.restart()
  vi.advanceTimersByTime(2_900)
  timer.restart(10_000)
  vi.advanceTimersByTime(9_900)
  expect(isPassed).toBe(false)
  vi.advanceTimersByTime(1_200)
  expect(isPassed).toBe(true)
})

it('is not called after its end', () => {
  startAwakeTimer(1_500, onPassed).end()
  vi.advanceTimersByTime(5_000)
  expect(isPassed).toBe(false)
})
