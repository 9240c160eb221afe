import { expect, it, vi } from 'vitest'
import type { Services } from '../client/index.ts'
import { createIntents, type Intent } from '../client/intents.ts'
import { answerRareIntent } from './rare-intents.ts'

type Parts = Parameters<typeof answerRareIntent>[0]

function start(save: () => Promise<void>) {
  const intents = createIntents()
  const sent: Intent[] = []
  intents.answer((intent) => sent.push(intent))
  const call = vi.fn(async () => undefined)
  const services = { client: { call }, intents } as unknown as Services
  const parts = { services, pool: { save, finish: save } } as Partial<Parts> as Parts
  return { call, sent, restart: () => answerRareIntent(parts, { type: 'restart-to-update' }) }
}

it('restarts for an update when everything is saved', async () => {
  const save = vi.fn(async () => undefined)
  const { call, restart } = start(save)
  await restart()
  expect(save.mock.invocationCallOrder[0]).toBeLessThan(call.mock.invocationCallOrder[0]!)
  expect(call).toHaveBeenCalledWith('updates.install', {})
})

it('does not restart while strokes cannot be saved, and says why', async () => {
  const error = new Error('disk full')
  const { call, sent, restart } = start(async () => {
    throw error
  })
  await restart()
  expect(call).not.toHaveBeenCalled()
  expect(sent).toEqual([{ type: 'report', error }])
})
