import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withTimeout } from './with-timeout.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<string>(() => {})

test('resolves with a result in time', async () => {
  expect(await withTimeout(Promise.resolve('done'), 100, () => null)).toBe('done')
  expect(vi.getTimerCount()).toBe(0)
})

test('resolves with the fallback after the timeout', async () => {
  const result = withTimeout(never, 100, () => null)
  await vi.advanceTimersByTimeAsync(100)
  expect(await result).toBeNull()
})

test('rejects with an error of the work or the fallback', async () => {
  await expect(withTimeout(Promise.reject(new Error('broken')), 100, () => null)).rejects.toThrow('broken')
  const late = withTimeout(never, 100, () => {
    throw new Error('too late')
  })
  const failed = expect(late).rejects.toThrow('too late')
  await vi.advanceTimersByTimeAsync(100)
  await failed
  expect(vi.getTimerCount()).toBe(0)
})
