import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import type { Services } from '../../client/index.ts'
import { createIntents, type Intent } from '../../client/intents.ts'
import { followHeld } from './follow-held.ts'

const entry = (callId: string, change: Partial<QueueEntry> = {}) =>
  ({ callId, position: Number(callId), pictures: 1, estimateUsd: 0.05, isHeld: true, ...change }) as QueueEntry

function start() {
  const sent: Intent[] = []
  const calls: unknown[] = []
  const intents = createIntents()
  intents.answer((intent) => sent.push(intent))
  const store = createStore(() => ({ entries: new Map<string, QueueEntry>() }))
  const client = { call: async (...given: unknown[]) => void calls.push(given) }
  followHeld({ queue: { store }, client, intents } as unknown as Services)
  const show = (...entries: QueueEntry[]) =>
    store.setState({ entries: new Map(entries.map((each) => [each.callId, each])) })
  return { sent, calls, show }
}

it('offers to send what waits since the start, says it once, and withdraws it when nothing does', async () => {
  const { sent, calls, show } = start()
  show(entry('3', { isHeld: false }))
  expect(sent).toEqual([])
  show(entry('2'), entry('1', { pictures: 2 }), entry('3', { isHeld: false }))
  show(entry('2', { note: 'again' }), entry('1', { pictures: 2 }))
  expect(sent).toHaveLength(1)
  const [offer] = sent
  if (offer?.type !== 'notify') return expect.fail('no notice')
  expect(offer.notice).toMatchObject({ level: 'lasting', text: '3 images were not sent when Atelier closed.' })
  expect(offer.notice.action?.label).toBe('Send 3 images · ≈ $0.10')
  await offer.notice.action?.run()
  expect(calls).toEqual([['queue.release', { callIds: ['1', '2'] }]])
  show()
  expect(sent.slice(1)).toEqual([{ type: 'withdraw', topic: 'held' }])
})

it('says that an edit plan goes on with it, and leaves no price out', () => {
  const { sent, show } = start()
  show(entry('1', { isOfPlan: true, estimateUsd: null }))
  const [offer] = sent
  if (offer?.type !== 'notify') return expect.fail('no notice')
  expect(offer.notice.text).toMatch(/edit plan then goes on/)
  expect(offer.notice.action?.label).toBe('Send 1 image · price unknown')
})
