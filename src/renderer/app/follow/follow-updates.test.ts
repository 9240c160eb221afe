import { expect, it } from 'vitest'
import type { UpdateState } from '../../../shared/domain/update.ts'
import { createIntents, type Intent } from '../../client/intents.ts'
import { createUpdateNotices } from './follow-updates.ts'

function start() {
  const intents = createIntents()
  const sent: Intent[] = []
  intents.answer((intent) => sent.push(intent))
  const { say } = createUpdateNotices({ intents })
  const show = (state: UpdateState) =>
    say({ version: '1.0.0', support: 'atelier', host: 'updates.test', state, problem: null })
  return { sent, show }
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

it('offers the restart once, when the work is done, and withdraws it when work begins', () => {
  const { sent, show } = start()
  show({ type: 'ready', version: '1.1.0', waitsFor: ['queue'] })
  expect(sent).toEqual([{ type: 'withdraw', topic: 'updates' }])
  show({ type: 'ready', version: '1.1.0', waitsFor: [] })
  show({ type: 'ready', version: '1.1.0', waitsFor: ['export'] })
  show({ type: 'ready', version: '1.1.0', waitsFor: [] })
  expect(sent.map(({ type }) => type)).toEqual(['withdraw', 'notify', 'withdraw'])
  const [, offer] = sent
  if (offer?.type !== 'notify') return expect.fail('no notice')
  expect(offer.notice.topic).toBe('updates')
  void offer.notice.action?.run()
  expect(sent.at(-1)).toEqual({ type: 'restart-to-update' })
})
