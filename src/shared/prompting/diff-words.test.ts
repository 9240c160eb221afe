import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords } from './index.ts'

function long(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => `w${from + n}`).join(' ')
}

describe('diffWords', () => {
  it('returns added, removed and unchanged words', () => {
    expect(diffWords('a red cat on a mat', 'a gray cat, on a mat')).toEqual([
      { type: 'same', text: 'a ' },
      { type: 'removed', text: 'red ' },
      { type: 'added', text: 'gray ' },
      { type: 'same', text: 'cat' },
      { type: 'added', text: ', ' },
      { type: 'same', text: 'on a mat' },
    ])
    expect(diffWords('', '')).toEqual([])
    expect(diffWords('a', '')).toEqual([{ type: 'removed', text: 'a' }])
  })

  it('reconstructs the new text exactly and the old one up to spaces', () => {
    const text = fc.string({ unit: fc.constantFrom('cat', 'a', ' ', ', ', '.', '\n', 'é', '漢', '😀') })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = diffWords(before, after)
        const textOf = (...kinds: string[]) =>
          changes.filter(({ type }) => kinds.includes(type)).map((each) => each.text)
        expect(textOf('same', 'added').join('')).toBe(after)
        expect(textOf('same', 'removed').join('').replace(/\s/gu, '')).toBe(before.replace(/\s/gu, ''))
        if (before === after) expect(textOf('added', 'removed')).toEqual([])
      }),
    )
  })

  it('gives up on texts too long to compare word by word', () => {
    expect(diffWords(long(0, 2_900), long(1, 2_900)).filter(({ type }) => type === 'same')).toHaveLength(1)
    // Quadratic work would far exceed the test's timeout.
    expect(diffWords(long(0, 300_000), long(1, 300_000)).map(({ type }) => type)).toEqual(['removed', 'added'])
  })
})
