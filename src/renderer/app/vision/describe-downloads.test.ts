import { expect, it } from 'vitest'
import type { ModelDownload } from '../../../shared/domain/model-download.ts'
import { describeDownloads, downloadNotices } from './describe-downloads.ts'

const download = (change: Partial<ModelDownload>): ModelDownload => ({
  id: 'ink',
  label: 'Ink',
  state: 'downloading',
  checking: null,
  bytes: 42,
  totalBytes: 100,
  error: null,
  ...change,
})
const other = download({ id: 'pen', label: 'Pen', bytes: 0, totalBytes: 110 })
const error = { code: 'storage/full', message: 'The disk is full.' } as const

it.each([
  ['no downloads', [], null],
  ['completed and paused downloads', [download({ state: 'done' }), download({ state: 'paused' })], null],
  ['one download', [download({})], '42% of Ink downloaded'],
  ['two downloads', [download({}), other], '20% of 2 models downloaded'],
  ['a waiting download', [download({ state: 'waiting' })], 'Waiting to download Ink'],
  ['a failed download', [download({ state: 'failed', error })], 'Failed to download Ink'],
  ['a running and a failed download', [download({}), { ...other, state: 'failed' as const }], '42% of Ink downloaded'],
])('describes %s', (_what, downloads, label) => {
  const words = describeDownloads(downloads)
  expect(words?.label ?? null).toBe(label)
  // The visible text is part of the accessible name.
  if (words !== null) expect(words.label).toContain(words.word)
})

it('notifies once when a download finishes or fails', () => {
  const [done, failed] = [download({ state: 'done' }), download({ state: 'failed', error })]
  expect(downloadNotices([download({})], [done])).toEqual([{ level: 'done', text: 'Downloaded Ink.' }])
  expect(downloadNotices([download({ state: 'waiting' })], [failed])).toEqual([
    { level: 'error', text: 'The disk is full.' },
  ])
  expect([
    downloadNotices([done], [done]),
    downloadNotices([failed], [failed]),
    downloadNotices([], [done]),
    downloadNotices([download({})], []),
  ]).toEqual(Array.from({ length: 4 }, () => []))
})
