import { expect, it, vi } from 'vitest'
import { engineRequest } from '../../../test/support/engine/engine-request.ts'
import { createEngine } from './engine.ts'

it('kills a process that sends an unreadable message', async () => {
  let isKilled = false
  const engine = createEngine({
    start: () => {
      const listeners: ((message: unknown) => void)[] = []
      const exits: ((code: number | null) => void)[] = []
      return {
        post: () => queueMicrotask(() => listeners.forEach((listen) => listen({ type: 'done', id: 'none' }))),
        onMessage: (listener) => void listeners.push(listener),
        onExit: (listener) => void exits.push(listener),
        kill: () => {
          isKilled = true
          exits.forEach((exit) => exit(0))
        },
        lastOutput: () => '',
      }
    },
  })
  const { signal } = new AbortController()
  await expect(engine.generate('/engine.so', engineRequest('/model'), { signal })).rejects.toMatchObject({
    code: 'engine/stopped',
    message: 'The engine returned an unreadable response.',
  })
  expect(isKilled).toBe(true)
})

it('does not count what the computer slept as time without progress', async () => {
  let sleptMs = 0
  let isKilled = false
  vi.useFakeTimers()
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now() + sleptMs)
  const engine = createEngine({
    stillMs: 60_000,
    start: () => {
      const exits: ((code: number | null) => void)[] = []
      return {
        post: () => undefined,
        onMessage: () => undefined,
        onExit: (listener) => void exits.push(listener),
        kill: () => {
          isKilled = true
          exits.forEach((exit) => exit(0))
        },
        lastOutput: () => '',
      }
    },
  })
  const { signal } = new AbortController()
  const drawing = engine.generate('/engine.so', engineRequest('/model'), { signal })
  const end = expect(drawing).rejects.toMatchObject({ code: 'engine/stopped' })
  await vi.advanceTimersByTimeAsync(59_500)
  sleptMs += 8 * 3_600_000
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isKilled).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isKilled).toBe(true)
  await end
  vi.restoreAllMocks()
  vi.useRealTimers()
})
