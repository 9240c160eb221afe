import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { emitWhenSlow } from './emit-when-slow.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is over in a moment is not told', () => {
  const { told, tell } = listened()
  tell({ done: 0, total: 100 })
  vi.advanceTimersByTime(1_400)
  tell(null)
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([])
})

test('what goes on is told as it stands then, from there on each step, and its end', () => {
  const { told, tell } = listened()
  tell({ done: 0, total: null })
  tell({ done: 0, total: 30_000 })
  vi.advanceTimersByTime(1_500)
  tell({ done: 10_000, total: 30_000 })
  tell(null)
  expect(told).toEqual([{ done: 0, total: 30_000 }, { done: 10_000, total: 30_000 }, null])
})

test('another opening is waited for anew', () => {
  const { told, tell } = listened()
  tell({ done: 0, total: null })
  vi.advanceTimersByTime(1_500)
  tell(null)
  told.length = 0
  tell({ done: 0, total: null })
  expect(told).toEqual([])
  vi.advanceTimersByTime(1_500)
  expect(told).toEqual([{ done: 0, total: null }])
})

function listened() {
  const told: (LibraryOpening | null)[] = []
  return { told, tell: emitWhenSlow((opening) => told.push(opening)) }
}
