import { expect, it } from 'vitest'
import { stillShared } from '../../shared/messages/en/originals.ts'
import { createIntents, type Intent } from '../client/intents.ts'
import { showMainNotice } from './show-main-notice.ts'

it('leads from originals in a shared folder to the help, which says how they are moved, in no command’s syntax', () => {
  const sent: Intent[] = []
  const intents = createIntents()
  intents.answer((intent) => sent.push(intent))
  const message = stillShared({ folder: '/shared', count: 3 })
  expect(message).not.toMatch(/atelier |--/)
  showMainNotice(intents, { level: 'warning', error: { code: 'storage/unreachable', message } })
  const [notice] = sent
  if (notice?.type !== 'notify') return expect.unreachable()
  expect(notice.notice).toMatchObject({ level: 'warning', text: message, action: { label: 'Help' } })
  void notice.notice.action?.run()
  expect(sent.at(-1)).toEqual({ type: 'show-help', at: 'errors#storage-unreachable' })
})
