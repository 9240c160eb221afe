import { afterEach, expect, it, vi } from 'vitest'
import { watchInput } from './watch-input.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Plays events of a pointer that are handled late by so many milliseconds. */
function createPointer() {
  vi.useFakeTimers()
  const target = new EventTarget()
  vi.stubGlobal('window', target)
  const watch = { onLate: vi.fn(), onRested: vi.fn() }
  const stop = watchInput(watch, () => 1_000)
  const move = (lateMs: number, buttons = 1) => {
    const event = Object.assign(new Event('pointermove'), { buttons })
    Object.defineProperty(event, 'timeStamp', { value: 1_000 - lateMs })
    target.dispatchEvent(event)
  }
  return { ...watch, stop, move }
}

it('says so when several events in a row arrive late, and when the pointer has rested', () => {
  const { onLate, onRested, move } = createPointer()
  for (const lateMs of [80, 80, 5, 80, 80]) move(lateMs)
  expect(onLate).not.toHaveBeenCalled()
  move(80)
  move(90)
  expect(onLate).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(900)
  // It still paints.
  move(5)
  vi.advanceTimersByTime(900)
  expect(onRested).not.toHaveBeenCalled()
  vi.advanceTimersByTime(200)
  expect(onRested).toHaveBeenCalledTimes(1)
})

it('ignores a pointer that is not pressed, and everything after it was stopped', () => {
  const { onLate, stop, move } = createPointer()
  for (let at = 0; at < 5; at++) move(80, 0)
  stop()
  for (let at = 0; at < 5; at++) move(80)
  expect(onLate).not.toHaveBeenCalled()
})
