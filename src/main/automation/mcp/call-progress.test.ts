import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCallProgress } from './call-progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('rises, also where the work begins again, and repeats itself while nothing happens', () => {
  const sent: { progress: number; message?: string }[] = []
  const { report, end } = createCallProgress((each) => sent.push(each))
  vi.advanceTimersByTime(10_000)
  report(0.5, 'half')
  report(0.2, 'again')
  vi.advanceTimersByTime(59_000)
  expect(sent.map(({ message }) => message)).toEqual([undefined, ...Array.from({ length: 6 }, () => 'half')])
  const rising = sent.map(({ progress }) => progress)
  expect(rising).toEqual([...new Set(rising)].toSorted((a, b) => a - b))
  report(1, 'done')
  end()
  vi.advanceTimersByTime(60_000)
  expect(sent.at(-1)).toEqual({ progress: 1, total: 1, message: 'done' })
})
