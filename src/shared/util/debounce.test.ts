import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { debounce, throttle } from './debounce.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('runs a debounced task once, after the last call', () => {
  const task = vi.fn()
  const later = debounce(task, 100)
  later('a')
  vi.advanceTimersByTime(99)
  later('b')
  vi.advanceTimersByTime(99)
  expect(task).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(task.mock.calls).toEqual([['b']])
})

test('runs a throttled task once per interval, with the latest arguments', () => {
  const task = vi.fn()
  const later = throttle(task, 100)
  for (let ms = 0; ms < 250; ms += 50) {
    later(ms)
    vi.advanceTimersByTime(50)
  }
  expect(task.mock.calls).toEqual([[50], [150]])
  vi.advanceTimersByTime(50)
  expect(task.mock.calls).toEqual([[50], [150], [200]])
})

test('skips a canceled run and starts over with the next call', () => {
  const task = vi.fn()
  const later = throttle(task, 100)
  later()
  later.cancel()
  vi.advanceTimersByTime(200)
  expect(task).not.toHaveBeenCalled()
  later()
  vi.advanceTimersByTime(100)
  expect(task).toHaveBeenCalledTimes(1)
})

test('flushes a pending run once', () => {
  const task = vi.fn()
  const later = debounce(task, 100)
  later.flush()
  later(1)
  later.flush()
  vi.advanceTimersByTime(200)
  expect(task.mock.calls).toEqual([[1]])
})

test('lets a task schedule itself', () => {
  let runs = 0
  const later = throttle(() => {
    if (++runs < 3) later()
  }, 100)
  later()
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(3)
})
