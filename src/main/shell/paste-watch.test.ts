import { expect, it } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { createPasteWatch } from './paste-watch.ts'

const key = { type: 'keyDown', key: 'v', control: true, meta: false, shift: false } as const

function setUp() {
  let nowMs = 0
  const watch = createPasteWatch({ nowMs: () => nowMs })
  return { watch, pass: (ms: number) => (nowMs += ms) }
}

it('counts each paste once, in its own window', () => {
  const { watch } = setUp()
  expect(watch.take(1)).toBe(false)
  watch.noteKey(1, key)
  expect(watch.take(2)).toBe(false)
  expect(watch.take(1)).toBe(true)
  expect(watch.take(1)).toBe(false)
})

it('counts each of several pastes in quick succession, as while the window is busy, but no more than three', () => {
  const { watch, pass } = setUp()
  for (let n = 0; n < 5; n += 1) watch.noteKey(1, key)
  expect(Array.from({ length: 5 }, () => watch.take(1))).toEqual([true, true, true, false, false])
  watch.noteKey(1, key)
  pass(3_000)
  watch.noteKey(1, key)
  pass(3_000)
  expect([watch.take(1), watch.take(1)]).toEqual([true, false])
})

it('does not count an old paste because the clock was set back', () => {
  const clock = createFakeClock()
  const watch = createPasteWatch(clock)
  watch.noteKey(1, key)
  clock.jump(-86_400_000)
  clock.advance(5_001)
  expect(watch.take(1)).toBe(false)
})

it('recognizes paste shortcuts and the menu item', () => {
  const { watch } = setUp()
  for (const input of [
    { ...key, control: false, meta: true },
    { ...key, key: 'V' },
    { ...key, key: 'Insert', control: false, shift: true },
  ]) {
    watch.noteKey(1, input)
    expect(watch.take(1)).toBe(true)
  }
  watch.noteMenu()
  expect(watch.take(1)).toBe(true)
  for (const input of [
    { ...key, control: false },
    { ...key, key: 'c' },
    { ...key, type: 'keyUp' as const },
  ]) {
    watch.noteKey(1, input)
    expect(watch.take(1)).toBe(false)
  }
})

it('forgets an unused paste after a few seconds', () => {
  const { watch, pass } = setUp()
  watch.noteKey(1, key)
  pass(5_001)
  expect(watch.take(1)).toBe(false)
})
