import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LibraryOpening } from '../../shared/domain/library.ts'
import { emitSlowOpening } from './emit-slow-opening.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('emits nothing when opening is fast', () => {
  const { told: emitted, tell: onOpening } = listened()
  onOpening({ done: 0, total: 100 })
  vi.advanceTimersByTime(1_400)
  onOpening(null)
  vi.advanceTimersByTime(10_000)
  expect(emitted).toEqual([])
})

test('emits the current progress of a slow opening, then each step and the end', () => {
  const { told: emitted, tell: onOpening } = listened()
  onOpening({ done: 0, total: null })
  onOpening({ done: 0, total: 30_000 })
  vi.advanceTimersByTime(1_500)
  onOpening({ done: 10_000, total: 30_000 })
  onOpening(null)
  expect(emitted).toEqual([{ done: 0, total: 30_000 }, { done: 10_000, total: 30_000 }, null])
})

test('delays again for another opening', () => {
  const { told: emitted, tell: onOpening } = listened()
  onOpening({ done: 0, total: null })
  vi.advanceTimersByTime(1_500)
  onOpening(null)
  emitted.length = 0
  onOpening({ done: 0, total: null })
  expect(emitted).toEqual([])
  vi.advanceTimersByTime(1_500)
  expect(emitted).toEqual([{ done: 0, total: null }])
})

function listened() {
  const emitted: (LibraryOpening | null)[] = []
  return { told: emitted, tell: emitSlowOpening((opening) => emitted.push(opening)) }
}
