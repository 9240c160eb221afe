import { expect, test } from 'vitest'
import { createNotices, type DesktopNotice } from './notices.ts'

const notice = (message: string): DesktopNotice => ({ level: 'warning', error: { code: 'storage/corrupt', message } })

test('holds notices until the window takes them, then delivers new ones at once', () => {
  const notices = createNotices()
  const emitted: DesktopNotice[] = []
  notices.emit(notice('at the start'))
  notices.listen((each) => emitted.push(each))
  notices.emit(notice('while the page loads'))
  expect(emitted).toEqual([])
  expect(notices.take()).toEqual([notice('at the start'), notice('while the page loads')])
  notices.emit(notice('later'))
  expect(emitted).toEqual([notice('later')])
  expect(notices.take()).toEqual([])
})
