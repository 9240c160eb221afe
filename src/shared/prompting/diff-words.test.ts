import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords } from './index.ts'

function long(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => `w${from + n}`).join(' ')
}

describe('diffWords', () => {
  it('says what has come and what has gone', () => {
    expect(diffWords('a red cat on a mat', 'a gray cat, on a mat')).toEqual([
      { is: 'same', text: 'a ' },
      { is: 'removed', text: 'red ' },
      { is: 'added', text: 'gray ' },
      { is: 'same', text: 'cat' },
      { is: 'added', text: ', ' },
      { is: 'same', text: 'on a mat' },
    ])
    expect(diffWords('', '')).toEqual([])
    expect(diffWords('a', '')).toEqual([{ is: 'removed', text: 'a' }])
  })

  it('makes the new text again, and the old words', () => {
    const text = fc.string({ unit: fc.constantFrom('cat', 'a', ' ', ', ', '.', '\n', 'é', '漢', '😀') })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = diffWords(before, after)
        const made = (...kinds: string[]) => changes.filter(({ is }) => kinds.includes(is)).map((each) => each.text)
        expect(made('same', 'added').join('')).toBe(after)
        expect(made('same', 'removed').join('').replace(/\s/gu, '')).toBe(before.replace(/\s/gu, ''))
        if (before === after) expect(made('added', 'removed')).toEqual([])
      }),
    )
  })

  it('gives up on texts too long to compare word by word', () => {
    expect(diffWords(long(0, 2_900), long(1, 2_900)).filter(({ is }) => is === 'same')).toHaveLength(1)
    // Quadratic work would outlast the test's timeout by far.
    expect(diffWords(long(0, 300_000), long(1, 300_000)).map(({ is }) => is)).toEqual(['removed', 'added'])
  })
})
