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
  problem: null,
}

describe('what is said of a watched folder', () => {
  it('says that nothing has come', () => expect(formatWatchedCount(folder)).toBe('No images imported yet.'))

  it('says of a disk that tells nothing how it is watched, as long as it is', () => {
    const silent = { ...folder, isLookedThrough: true }
    expect(formatWatchedCount(silent)).toContain('Checked every few minutes')
    expect(formatWatchedCount({ ...silent, state: 'unreachable' })).toBe('No images imported yet.')
  })

  it('counts what came, and what could not be read', () => {
    expect(formatWatchedCount({ ...folder, broughtIn: 1, lastAtMs: 0, unreadable: 2 })).toMatch(
      /^1 image imported, last on .*1970.*\. 2 files could not be read as an image\.$/,
    )
  })
})
