import { describe, expect, it } from 'vitest'
import type { WatchedFolderId } from '../../../../shared/domain/ids.ts'
import { formatWatchedCount } from './watched-labels.ts'

const folder = {
  id: '01JD3Q0000000000000000000E' as WatchedFolderId,
  path: '/renders',
  isOn: true,
  state: 'watching' as const,
  broughtIn: 0,
  lastAtMs: null,
  isLookedThrough: false,
  unreadable: 0,
  damaged: 0,
  problem: null,
}

describe('watched folder labels', () => {
  it('says that no images were imported yet', () => expect(formatWatchedCount(folder)).toBe('No images imported yet.'))

  it('says that a folder without change events is checked periodically, while it is reachable', () => {
    const silent = { ...folder, isLookedThrough: true }
    expect(formatWatchedCount(silent)).toContain('Checked every few minutes')
    expect(formatWatchedCount({ ...silent, state: 'unreachable' })).toBe('No images imported yet.')
  })

  it('counts imported images and unreadable files', () => {
    expect(formatWatchedCount({ ...folder, broughtIn: 1, lastAtMs: 0, unreadable: 2 })).toMatch(
      /^1 image imported, last on .*1970.*\. 2 files could not be read as an image\.$/,
    )
  })

  it('says how many of the imported images are damaged', () => {
    const text = formatWatchedCount({ ...folder, broughtIn: 3, lastAtMs: 0, damaged: 1 })
    expect(text).toMatch(/^3 images imported, last on .*\. 1 image is damaged: part of it could not be read\.$/)
  })
})
