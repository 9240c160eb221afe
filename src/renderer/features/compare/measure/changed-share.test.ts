import { describe, expect, it } from 'vitest'
import { changedShare, formatShare } from './changed-share.ts'

const counts = Array.from({ length: 256 }, (_, at) => ({ 0: 60, 3: 30, 255: 10 })[at] ?? 0)
const difference = { widthPx: 10, heightPx: 10, isScaled: false, counts, ssim: 1, map: { widthPx: 1, heightPx: 1 } }

describe('how much differs', () => {
  it('counts what differs by more than what is let pass', () => {
    expect([0, 2, 3, 254, 255].map((tolerance) => changedShare(difference, tolerance))).toEqual([0.4, 0.4, 0.1, 0.1, 0])
  })

  it.each([
    [0, 'none'],
    [0.0001, 'under 0.1 %'],
    [0.1234, '12.3 %'],
    [0.99999, '99.9 %'],
    [1, '100 %'],
  ])('%f is %s', (share, words) => expect(formatShare(share)).toBe(words))
})
