import { expect, it } from 'vitest'
import { engineRequest } from '../../../test/support/engine/engine-request.ts'
import { createEngine } from './create-engine.ts'

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
