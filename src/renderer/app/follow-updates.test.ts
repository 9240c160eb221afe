import { expect, it, vi } from 'vitest'
import type { UpdateState } from '../../shared/domain/update.ts'
import { createIntents, type Intent } from '../client/intents.ts'
import { createUpdateNotices } from './follow-updates.ts'

function start() {
  const intents = createIntents()
  const sent: Intent[] = []
  intents.answer((intent) => sent.push(intent))
  const call = vi.fn(async () => undefined)
  const client = { call } as unknown as Parameters<typeof createUpdateNotices>[0]['client']
  const { say } = createUpdateNotices({ client, intents })
  const show = (state: UpdateState) =>
    say({ version: '1.0.0', support: 'atelier', host: 'updates.test', state, problem: null })
  return { sent, call, show }
}

const found = { type: 'available', version: '1.1.0', sizeBytes: 9 } as const

it('says that a version was found where nobody asked, once, and leads to the Settings', () => {
  const { sent, show } = start()
  show({ ...found, isAutomatic: false })
  expect(sent).toEqual([])
  show({ ...found, isAutomatic: true })
  show({ ...found, isAutomatic: true })
  expect(sent).toHaveLength(1)
  const [first] = sent
  if (first?.type !== 'notify') return expect.fail('no notice')
  void first.notice.action?.run()
  expect(sent.at(-1)).toEqual({ type: 'show-settings', page: 'updates' })
})

it('offers the restart when the work is done, not before', () => {
  const { sent, call, show } = start()
  show({ type: 'ready', version: '1.1.0', waitsFor: ['queue'] })
  expect(sent).toEqual([])
  show({ type: 'ready', version: '1.1.0', waitsFor: [] })
  show({ type: 'ready', version: '1.1.0', waitsFor: ['export'] })
  show({ type: 'ready', version: '1.1.0', waitsFor: [] })
  expect(sent).toHaveLength(1)
  const [first] = sent
  if (first?.type !== 'notify') return expect.fail('no notice')
  void first.notice.action?.run()
  expect(call).toHaveBeenCalledWith('updates.install', {})
})
